// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::signalling {

/// The ICE servers that clients may use, as values of Link headers (RFC 9725, section 4.6). Our own
/// TURN server's password is for nobody else, so that it is not among them. `stunServer` is
/// "stun://host:port" or empty. Thread: pure.
std::vector<std::string> iceServerLinks(std::string_view stunServer);

} // namespace vitrine::signalling
