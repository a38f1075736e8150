// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Schema.hpp"

#include "config/EncoderNames.hpp"
#include "config/OutletKeys.hpp"
#include "config/Source.hpp"
#include "config/UserKeys.hpp"
#include "config/Values.hpp"
#include "util/Text.hpp"

#include <algorithm>

namespace vitrine::config {

namespace {

std::vector<std::string> encoderWords() {
    std::vector<std::string> words{"auto"};
    for (const auto name : encoderNames())
        words.emplace_back(name);
    return words;
}

/// A whole number (of `T`, which may be seconds) of a group that `part` finds in the Target.
template <typename Part, typename T>
Key number(GroupKind group, const std::string& name, const std::string& defaultText, Range range,
           const std::string& doc, Part part,
           T std::remove_pointer_t<std::invoke_result_t<Part, Target>>::*field) {
    return {.group = group,
            .name = name,
            .type = range.even ? "even number" : "whole number",
            .defaultText = defaultText,
            .allowed = std::to_string(range.least) + " to " + std::to_string(range.most),
            .doc = doc,
            .set = [=](Target target, const std::string& text) {
                unsigned value = 0;
                auto reason = parseNumber(text, range, value);
                if (reason.empty())
                    part(target)->*field = T{value};
                return reason;
            }};
}

template <typename T>
Key limit(const std::string& name, const std::string& defaultText, Range range,
          const std::string& doc, T Limits::*field) {
    return number(
        GroupKind::Limits, name, defaultText, range, doc,
        [](Target target) { return &target.config.limits; }, field);
}

template <typename T>
Key cameraNumber(const std::string& name, const std::string& defaultText, Range range,
                 const std::string& doc, T Camera::*field) {
    return number(
        GroupKind::Camera, name, defaultText, range, doc,
        [](Target target) { return target.camera; }, field);
}

template <typename T>
Key recordingNumber(const std::string& name, const std::string& defaultText, Range range,
                    const std::string& doc, T Recording::*field) {
    return number(
        GroupKind::Camera, name, defaultText, range, doc,
        [](Target target) { return &target.camera->record; }, field);
}

/// One of a few words; `assign` takes the word and its place among them.
Key cameraWord(std::string name, std::vector<std::string> words, std::string doc,
               std::function<void(Camera&, const std::string&, std::size_t)> assign) {
    auto defaultText = words.front();
    auto allowed = util::join(words);
    return {.group = GroupKind::Camera,
            .name = std::move(name),
            .type = "word",
            .defaultText = std::move(defaultText),
            .allowed = std::move(allowed),
            .doc = std::move(doc),
            .set = [words = std::move(words), assign = std::move(assign)](Target target,
                                                                          const std::string& text) {
                std::size_t place = 0;
                auto reason = parseWord(text, words, place);
                if (reason.empty())
                    assign(*target.camera, text, place);
                return reason;
            }};
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

std::vector<Key> iceKeys() {
    return {
        {.group = GroupKind::Ice,
         .name = "stun-server",
         .type = "URL",
         .unset = "none",
         .allowed = "stun://host:port",
         .doc = "A STUN server, for viewers who reach this machine through a NAT.",
         .set =
             [](Target target, const std::string& text) {
                 return parseStunServer(text, target.config.ice.stunServer);
             },
         .secret = true},
        {.group = GroupKind::Ice,
         .name = "turn-server",
         .type = "list of URLs",
         .unset = "none",
         .allowed =
             "turn://user:password@host:port, with ?transport=udp or ?transport=tcp if need "
             "be; with a turn-secret without user:password@, and turns://host:port for viewers "
             "alone; separated by ';'",
         .doc = "TURN servers that relay to viewers who cannot be reached directly.",
         .set =
             [](Target target, const std::string& text) {
                 return parseTurnServers(text, target.config.ice.turnServers);
             },
         .secret = true},
        {.group = GroupKind::Ice,
         .name = "turn-secret",
         .type = "text",
         .unset = "none",
         .allowed = "any text: the one that the TURN servers have",
         .doc = "Makes time-limited credentials for turn-server, for this server and for each "
                "viewer.",
         .set =
             [](Target target, const std::string& text) {
                 target.config.ice.turnSecret = text;
                 return std::string{};
             },
         .secret = true},
        {.group = GroupKind::Ice,
         .name = "port-range",
         .type = "range A-B",
         .unset = "any free port",
         .allowed = "two ports of 1024 to 65535, such as 50000-50999",
         .doc = "The UDP ports for media, and the TCP ports with tcp; open these in a firewall.",
         .set =
             [](Target target, const std::string& text) {
                 return parsePortRange(text, target.config.ice.portRange);
             }},
        {.group = GroupKind::Ice,
         .name = "local-addresses",
         .type = "list of IP addresses",
         .unset = "every interface but bridges of containers and virtual machines; loopback alone "
                  "when the server listens on nothing else",
         .allowed = "IP addresses of this machine, separated by ';'",
         .doc = "The only addresses offered to viewers for media.",
         .set =
             [](Target target, const std::string& text) {
                 return parseAddresses(text, target.config.ice.localAddresses);
             }},
        {.group = GroupKind::Ice,
         .name = "public-address",
         .type = "IP address",
         .unset = "none",
         .allowed = "an IPv4 or IPv6 address, such as 203.0.113.9",
         .doc = "The address by which a 1:1 NAT lets viewers reach this machine; offered beside "
                "its own, with the same ports.",
         .set =
             [](Target target, const std::string& text) {
                 return parseAddress(text, target.config.ice.publicAddress);
             }},
        {.group = GroupKind::Ice,
         .name = "transport-policy",
         .type = "word",
         .defaultText = "all",
         .allowed = "all, relay",
         .doc = "Which ways are offered: all, or only those through turn-server, so that no viewer "
                "learns this machine's address.",
         .set =
             [](Target target, const std::string& text) {
                 const std::vector<std::string> words{"all", "relay"};
                 std::size_t place = 0;
                 auto reason = parseWord(text, words, place);
                 if (reason.empty())
                     target.config.ice.relayOnly = place == 1;
                 return reason;
             }},
        {.group = GroupKind::Ice,
         .name = "tcp",
         .type = "true or false",
         .defaultText = "false",
         .allowed = "true, false",
         .doc = "Whether media may go over TCP where a network lets no UDP through; costs each "
                "viewer a listening socket for each address.",
         .set =
             [](Target target, const std::string& text) {
                 return parseBool(text, target.config.ice.tcp);
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

std::vector<Key> cameraPictureKeys() {
    return {
        {.group = GroupKind::Camera,
         .name = "title",
         .type = "text",
         .unset = "the camera's id",
         .allowed = "1 to 200 characters",
         .doc = "The name people see.",
         .set =
             [](Target target, const std::string& text) {
                 return parseTitle(text, target.camera->title);
             }},
        {.group = GroupKind::Camera,
         .name = "source",
         .type = "source",
         .unset = "required",
         .allowed = std::string{allowedSources()},
         .doc = "Where the picture comes from.",
         .set =
             [](Target target, const std::string& text) {
                 const auto source = parseSource(text);
                 if (!source)
                     return source.error().message;
                 target.camera->source = text;
                 return std::string{};
             },
         .secret = true},
        cameraNumber("width", "1280", {64, 7680, true}, "Pixels across.", &Camera::width),
        cameraNumber("height", "720", {64, 4320, true}, "Pixels down.", &Camera::height),
        cameraNumber("framerate", "30", {1, 240}, "Frames a second.", &Camera::framerate),
    };
}

std::vector<Key> cameraStreamKeys() {
    return {
        cameraWord(
            "codec", {"h264"}, "The format that is sent.",
            [](Camera& camera, const std::string& word, std::size_t) { camera.codec = word; }),
        cameraNumber("bitrate", "2500", {50, 100000}, "kbit/s that an encoder aims at.",
                     &Camera::bitrate),
        cameraNumber("keyframe-interval", "10", {1, 3600},
                     "Seconds between regular key frames; joins and losses ask for their own.",
                     &Camera::keyframeInterval),
        cameraWord(
            "encoder", encoderWords(), "The encoder element; auto takes the first that works.",
            [](Camera& camera, const std::string& word, std::size_t) { camera.encoder = word; }),
        cameraWord(
            "latency", {"instant", "balanced", "smooth"},
            "What to favour: the newest picture at once, or even motion. A viewer may choose "
            "otherwise on the page.",
            [](Camera& camera, const std::string&, std::size_t place) {
                camera.latency = static_cast<Latency>(place);
            }),
        {.group = GroupKind::Camera,
         .name = "on-demand",
         .type = "true or false",
         .defaultText = "false",
         .allowed = "true, false",
         .doc = "Whether the camera runs only while somebody watches.",
         .set =
             [](Target target, const std::string& text) {
                 return parseBool(text, target.camera->onDemand);
             }},
        cameraNumber("linger", "10", {0, 86400},
                     "Seconds without viewers before an on-demand camera stops.", &Camera::linger),
        {.group = GroupKind::Camera,
         .name = "isolation",
         .type = "word",
         .defaultText = "in-process",
         .allowed = "in-process",
         .doc = "Where the camera runs: in the program's own process.",
         .set = [](Target, const std::string& text) -> std::string {
             if (text == "process")
                 return "this version does not support it yet";
             const std::vector<std::string> words{"in-process"};
             std::size_t place = 0;
             return parseWord(text, words, place);
         }},
    };
}

std::vector<Key> cameraRecordingKeys() {
    return {
        {.group = GroupKind::Camera,
         .name = "record",
         .type = "folder",
         .unset = "none: nothing is kept",
         .allowed = "an absolute path",
         .doc = "Where the camera is recorded, in a folder of its own in this one.",
         .set =
             [](Target target, const std::string& text) {
                 return parseFolder(text, target.camera->record.path);
             }},
        recordingNumber("record-segment", "60", {1, 3600},
                        "Seconds in one file; it ends at the next key frame.", &Recording::segment),
        recordingNumber("record-age", "168", {0, 87600},
                        "Hours after which a recording is deleted; 0: never.", &Recording::age),
        recordingNumber("record-size", "10240", {0, 16777216},
                        "MiB that the camera's recordings may take, or the oldest are deleted; 0: "
                        "as many as there are.",
                        &Recording::size),
    };
}

} // namespace

std::span<const Key> schema() {
    static const auto kTable = [] {
        std::vector<Key> table;
        for (auto&& part :
             {serverKeys(), iceKeys(), limitKeys(), automaticKeys(), cameraPictureKeys(),
              cameraStreamKeys(), cameraRecordingKeys(), userKeys(), outletKeys()})
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
