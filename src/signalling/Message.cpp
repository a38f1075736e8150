// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Message.hpp"

#include "signalling/Json.hpp"

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

} // namespace

std::string makeOffer(std::string_view sdp) {
    return object("offer", {{"sdp", sdp}});
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

std::string makeError(std::string_view code, std::string_view message) {
    return object("error", {{"code", code}, {"message", message}});
}

std::string makeBye(std::string_view reason) {
    return object("bye", {{"reason", reason}});
}

} // namespace vitrine::signalling
