// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "viewer/IceSettings.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// The STUN and TURN servers, for viewers and for us. Thread: pure.
namespace vitrine::viewer {

/// What a viewer may use, in the words of RTCConfiguration.iceServers; the URLs are RFC 7064's and
/// RFC 7065's, without slashes.
struct IceServer {
    std::vector<std::string> urls;
    std::string username;
    std::string credential;
};

/// A name and password that a TURN server takes for a day; both sides make them of a secret they
/// share (draft-uberti-behave-turn-rest-00): the end in seconds, a colon and `name`; the password
/// is the base64 of that name's HMAC-SHA1.
struct TurnLogin {
    std::string user;
    std::string password;
};
TurnLogin turnLogin(std::string_view secret, std::string_view name,
                    std::chrono::system_clock::time_point now);

/// The servers for a viewer of this name: STUN, and every TURN server that has a secret to make a
/// login of. One with a user and password of its own is ours: these are for nobody else, and hold
/// for ever.
std::vector<IceServer> iceServersFor(const IceSettings& settings, std::string_view name,
                                     std::chrono::system_clock::time_point now);

/// The TURN servers for our own side of a viewer, as webrtcbin takes them:
/// turn://user:password@host:port. Those over TLS are left out: libnice up to 0.1.22 opens none.
std::vector<std::string> turnUrlsFor(const IceSettings& settings, std::string_view name,
                                     std::chrono::system_clock::time_point now);

} // namespace vitrine::viewer
