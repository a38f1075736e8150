// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Message.hpp"

#include "signalling/Json.hpp"

#include <array>
#include <glib.h>
#include <initializer_list>
#include <utility>

namespace vitrine::signalling {
namespace {

using Fields = std::initializer_list<std::pair<const char*, std::string_view>>;

std::string object(const char* type, Fields fields) {
    auto out = "{\"type\":" + jsonString(type);
    for (const auto& [name, value] : fields)
        out += ',' + jsonString(name) + ':' + jsonString(value);
    return out + '}';
}

// To a microsecond, with the point JSON wants whatever the locale.
std::string number(double milliseconds) {
    std::array<char, G_ASCII_DTOSTR_BUF_SIZE> text{};
    return g_ascii_formatd(text.data(), text.size(), "%.3f", milliseconds);
}

std::string serverObject(const viewer::IceServer& server) {
    std::string out = "{\"urls\":[";
    for (const auto& url : server.urls)
        out += (out.back() == '[' ? "" : ",") + jsonString(url);
    out += ']';
    if (!server.username.empty())
        out += ",\"username\":" + jsonString(server.username) +
               ",\"credential\":" + jsonString(server.credential);
    return out + '}';
}

} // namespace

std::string makeOffer(std::string_view sdp, std::string_view session,
                      const std::vector<viewer::IceServer>& servers) {
    auto out = object("offer", {{"sdp", sdp}, {"session", session}});
    if (servers.empty())
        return out;
    out.pop_back();
    out += ",\"iceServers\":[";
    for (const auto& server : servers)
        out += (out.back() == '[' ? "" : ",") + serverObject(server);
    return out + "]}";
}

std::string makeCandidate(std::string_view candidate, unsigned sdpMLineIndex) {
    auto out = object("candidate", {{"candidate", candidate}});
    out.pop_back();
    return out + ",\"sdpMLineIndex\":" + std::to_string(sdpMLineIndex) + '}';
}

std::string makeState(std::string_view camera, std::string_view reason,
                      std::string_view lastPicture) {
    if (lastPicture.empty())
        return object("state", {{"camera", camera}, {"reason", reason}});
    return object("state", {{"camera", camera}, {"reason", reason}, {"lastPicture", lastPicture}});
}

std::string makeNotice(std::string_view code, std::string_view message) {
    return object("notice", {{"code", code}, {"message", message}});
}

std::string makeTrouble(const Trouble& trouble) {
    return object(
        "trouble",
        {{"code", trouble.code}, {"sentence", trouble.sentence}, {"setting", trouble.setting}});
}

std::string makeError(std::string_view code, std::string_view message) {
    return object("error", {{"code", code}, {"message", message}});
}

std::string makePong(std::uint32_t id, std::uint32_t rtpTimestamp) {
    return "{\"type\":\"pong\",\"id\":" + std::to_string(id) +
           ",\"rtpTimestamp\":" + std::to_string(rtpTimestamp) + '}';
}

std::string makeStats(const Stats& stats) {
    std::string out = "{\"type\":\"stats\"";
    if (stats.cameraMs)
        out += ",\"cameraMs\":" + number(*stats.cameraMs);
    if (stats.encodeMs)
        out += ",\"encodeMs\":" + number(*stats.encodeMs);
    if (stats.sendMs)
        out += ",\"sendMs\":" + number(*stats.sendMs);
    out += ",\"playout\":" + jsonString(stats.playout);
    return out + ",\"framesSent\":" + std::to_string(stats.framesSent) +
           ",\"framesDropped\":" + std::to_string(stats.framesDropped) + '}';
}

std::string makeBye(std::string_view reason) {
    return object("bye", {{"reason", reason}});
}

std::string makeFinalBye(std::string_view reason) {
    auto out = makeBye(reason);
    out.pop_back();
    return out + ",\"final\":true}";
}

std::string makeRedirect(std::string_view url) {
    return object("redirect", {{"url", url}});
}

} // namespace vitrine::signalling
