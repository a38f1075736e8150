// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "viewer/IceServers.hpp"

#include <string>
#include <vector>

namespace vitrine::signalling {

/// The ICE servers that a client may use, as values of Link headers, one a URL (RFC 9725, section
/// 4.6). Thread: pure.
std::vector<std::string> iceServerLinks(const std::vector<viewer::IceServer>& servers);

} // namespace vitrine::signalling
