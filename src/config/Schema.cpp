// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Schema.hpp"

#include "config/CameraKeys.hpp"
#include "config/IceKeys.hpp"
#include "config/LogValues.hpp"
#include "config/NumberKey.hpp"
#include "config/OutletKeys.hpp"
#include "config/UserKeys.hpp"
#include "config/Values.hpp"
#include "util/Text.hpp"

#include <algorithm>

namespace vitrine::config {

namespace {

template <typename T>
Key limit(const std::string& name, const std::string& defaultText, Range range,
          const std::string& doc, T Limits::*field) {
    return number(
        GroupKind::Limits, name, defaultText, range, doc,
        [](Target target) { return &target.config.limits; }, field);
}

std::vector<Key> serverKeys() {
    return {
        {.group = GroupKind::Server,
         .name = "listen",
         .type = "list of host:port",
         .defaultText = "127.0.0.1:8080",
         .allowed = "IP addresses or localhost, each with a port of 0 to 65535, such as "
                    "127.0.0.1:8080 or [::1]:8080, separated by ';'",
         .doc = "Where to listen for browsers; port 0 takes a free one and logs it.",
         .set =
             [](Target target, const std::string& text) {
                 return parseListen(text, target.config.server.listen);
             }},
        {.group = GroupKind::Server,
         .name = "tls-certificate",
         .type = "file",
         .unset = "none: plain HTTP",
         .allowed = "the path of a readable PEM file, together with tls-key",
         .doc = "The server's certificate and its chain; turns HTTP into HTTPS and WS into WSS.",
         .set =
             [](Target target, const std::string& text) {
                 target.config.server.tlsCertificate = text;
                 return std::string{};
             }},
        {.group = GroupKind::Server,
         .name = "tls-key",
         .type = "file",
         .unset = "none",
         .allowed = "the path of a readable PEM file, together with tls-certificate",
         .doc = "The private key of the certificate.",
         .set =
             [](Target target, const std::string& text) {
                 target.config.server.tlsKey = text;
                 return std::string{};
             }},
        {.group = GroupKind::Server,
         .name = "send-path",
         .type = "word",
         .defaultText = "express",
         .allowed = "express, webrtcbin",
         .doc = "How frames reach viewers: by our own sender, which costs a fraction, or through "
                "GStreamer's webrtcbin.",
         .set =
             [](Target target, const std::string& text) {
                 const std::vector<std::string> words{"express", "webrtcbin"};
                 std::size_t place = 0;
                 auto reason = parseWord(text, words, place);
                 if (reason.empty())
                     target.config.server.sendPath = static_cast<SendPath>(place);
                 return reason;
             }},
        {.group = GroupKind::Server,
         .name = "allowed-origins",
         .type = "list of origins",
         .unset = "none: this server's own pages alone",
         .allowed = "https://host or http://host, with a port if need be, separated by ';', or * "
                    "for all",
         .doc = "Other sites whose pages may show the cameras, by WHEP and by WebSocket. Clients "
                "that are no browsers need not be named.",
         .set =
             [](Target target, const std::string& text) {
                 return parseOrigins(text, target.config.server.allowedOrigins);
             }},
    };
}

std::vector<Key> limitKeys() {
    return {
        limit("viewers", "100", {1, 10000}, "The most viewers at once; more are refused.",
              &Limits::viewers),
        limit("viewers-per-camera", "50", {1, 10000}, "The most viewers of one camera at once.",
              &Limits::viewersPerCamera),
        limit("memory", "512", {64, 1048576},
              "MiB of resident memory above which new viewers are refused with 503.",
              &Limits::memory),
        limit("slow-viewer", "30", {0, 86400},
              "Seconds after which a viewer is ended whose network is too slow for the picture all "
              "the time; 0: never.",
              &Limits::slowViewer),
        limit("reconnect-grace", "10", {0, 300},
              "Seconds a viewer keeps its picture while its WebSocket is gone and the page opens "
              "another; 0: none.",
              &Limits::reconnectGrace),
        limit(
            "connections", "512", {16, 100000},
            "The most connections at once that are no viewer's; beyond that the one that has been "
            "at it longest makes room.",
            &Limits::connections),
        limit("connections-per-address", "256", {1, 100000},
              "The most connections from one address, viewers' included; more are refused with "
              "429.",
              &Limits::connectionsPerAddress),
        limit("joins-per-address", "64", {1, 10000},
              "The most viewers of one address that are still connecting; more are refused with "
              "429.",
              &Limits::joinsPerAddress),
        limit("messages", "20", {1, 10000},
              "Messages a second that one viewer may send, ten seconds' worth at once; who sends "
              "more is ended.",
              &Limits::messages),
    };
}

std::vector<Key> logKeys() {
    return {
        {.group = GroupKind::Log,
         .name = "level",
         .type = "word",
         .defaultText = "info",
         .allowed = util::join(logLevelWords()),
         .doc = "The least urgent lines that are written.",
         .set =
             [](Target target, const std::string& text) {
                 return parseLogLevel(text, target.config.log.all);
             }},
        {.group = GroupKind::Log,
         .name = "rooms",
         .type = "list of room:level",
         .unset = "none: level holds for all",
         .allowed = "the rooms " + util::join(logRooms()) + ", each with a level, such as " +
                    "viewer:debug, separated by ';'",
         .doc = "Parts of the program for which another level holds; with debug they tell the "
                "story of each camera and viewer.",
         .set =
             [](Target target, const std::string& text) {
                 return parseLogRooms(text, target.config.log.rooms);
             }},
    };
}

std::vector<Key> automaticKeys() {
    return {
        {.group = GroupKind::Automatic,
         .name = "v4l2",
         .type = "true or false",
         .defaultText = "false",
         .allowed = "true, false",
         .doc = "Whether every camera or grabber that is plugged in is shown as long as it is "
                "there.",
         .set =
             [](Target target, const std::string& text) {
                 return parseBool(text, target.config.automatic.v4l2);
             }},
    };
}

} // namespace

std::span<const Key> schema() {
    static const auto kTable = [] {
        std::vector<Key> table;
        for (auto&& part : {serverKeys(), iceKeys(), limitKeys(), logKeys(), automaticKeys(),
                            cameraKeys(), userKeys(), outletKeys()})
            table.insert(table.end(), part.begin(), part.end());
        return table;
    }();
    return kTable;
}

const Key* findKey(GroupKind group, std::string_view name) {
    for (const auto& key : schema())
        if (key.group == group && key.name == name)
            return &key;
    return nullptr;
}

std::vector<std::string> keyNames(GroupKind group) {
    std::vector<std::string> names;
    for (const auto& key : schema())
        if (key.group == group)
            names.push_back(key.name);
    std::sort(names.begin(), names.end());
    return names;
}

std::string_view groupTitle(GroupKind group) noexcept {
    switch (group) {
    case GroupKind::Server:
        return "server";
    case GroupKind::Ice:
        return "ice";
    case GroupKind::Limits:
        return "limits";
    case GroupKind::Log:
        return "log";
    case GroupKind::Automatic:
        return "auto";
    case GroupKind::User:
        return "user NAME";
    case GroupKind::Elsewhere:
        return "publish";
    case GroupKind::Publish:
        return "publish NAME";
    case GroupKind::Forward:
        return "forward NAME";
    case GroupKind::Camera:
        break;
    }
    return "camera ID";
}

bool isCameraId(std::string_view text) noexcept {
    constexpr std::size_t kMost = 63;
    return !text.empty() && text.size() <= kMost && text.front() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

} // namespace vitrine::config
