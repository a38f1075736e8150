// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/OutletKeys.hpp"

#include "config/Values.hpp"

namespace vitrine::config {
namespace {

constexpr unsigned kMostViewers = 10000; // as [limits] has it

std::vector<Key> elsewhereKeys() {
    return {
        {.group = GroupKind::Elsewhere,
         .name = "viewers-above",
         .type = "whole number",
         .unset = "nobody is sent away",
         .allowed = "0 to " + std::to_string(kMostViewers) + ", together with watch-url",
         .doc = "With so many viewers here, whoever else comes to a published camera is sent to "
                "watch-url.",
         .set =
             [](Target target, const std::string& text) {
                 if (text.empty()) {
                     target.config.elsewhere.viewersAbove.reset();
                     return std::string{};
                 }
                 unsigned most = 0;
                 auto reason = parseNumber(text, {0, kMostViewers}, most);
                 if (reason.empty())
                     target.config.elsewhere.viewersAbove = most;
                 return reason;
             }},
        {.group = GroupKind::Elsewhere,
         .name = "watch-url",
         .type = "URL",
         .unset = "none",
         .allowed = "https://… or http://…; {camera} in it stands for the camera's id",
         .doc = "Where else a published camera can be watched.",
         .set =
             [](Target target, const std::string& text) {
                 return parseWatchUrl(text, target.config.elsewhere.watchUrl);
             }},
    };
}

std::vector<Key> publishKeys() {
    return {
        {.group = GroupKind::Publish,
         .name = "camera",
         .type = "camera",
         .unset = "required",
         .allowed = "the ID of a [camera ID]",
         .doc = "The camera that is published.",
         .set =
             [](Target target, const std::string& text) {
                 return parseCameraId(text, target.publish->camera);
             }},
        {.group = GroupKind::Publish,
         .name = "url",
         .type = "URL",
         .unset = "required",
         .allowed = "https://… or http://…",
         .doc = "The WHIP endpoint of the server that gets it.",
         .set = [](Target target,
                   const std::string& text) { return parseHttpUrl(text, target.publish->url); },
         .secret = true,
         .hidden = true},
        {.group = GroupKind::Publish,
         .name = "token",
         .type = "text",
         .unset = "none",
         .allowed = "1 to 4096 visible ASCII characters",
         .doc = "The bearer token that the server asks for.",
         .set = [](Target target,
                   const std::string& text) { return parseToken(text, target.publish->token); },
         .secret = true,
         .hidden = true},
    };
}

std::vector<Key> forwardKeys() {
    return {
        {.group = GroupKind::Forward,
         .name = "camera",
         .type = "camera",
         .unset = "required",
         .allowed = "the ID of a [camera ID]",
         .doc = "The camera that is forwarded.",
         .set =
             [](Target target, const std::string& text) {
                 return parseCameraId(text, target.forward->camera);
             }},
        {.group = GroupKind::Forward,
         .name = "rtp",
         .type = "host:port",
         .unset = "required",
         .allowed = "a host name or IP address and a port of 1 to 65535, such as 127.0.0.1:5004",
         .doc = "Where its RTP packets go, by UDP: H.264 as payload type 96.",
         .set =
             [](Target target, const std::string& text) {
                 return parseHostAndPort(text, target.forward->host, target.forward->port);
             }},
    };
}

} // namespace

std::vector<Key> outletKeys() {
    std::vector<Key> keys;
    for (auto&& part : {elsewhereKeys(), publishKeys(), forwardKeys()})
        keys.insert(keys.end(), part.begin(), part.end());
    return keys;
}

} // namespace vitrine::config
