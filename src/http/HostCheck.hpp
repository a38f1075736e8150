// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "http/Origin.hpp"

#include <libsoup/soup.h>

#include <string_view>

/// By which name a server is asked. A page of a site whose name its owner lets point to this
/// machine (DNS rebinding) passes for one of our own in a browser; only its name tells it.
namespace vitrine::http {

/// Whether a stranger may own the name in a Host header: not an IP address, a name without a dot,
/// or one of a domain that the public DNS does not have (RFC 6761, RFC 8375; .internal, .lan).
/// Thread: pure.
bool canBeStrangers(std::string_view host);

/// Answers 421 to a request by such a name, unless a page of that origin may connect; says whether
/// it did. For a server that asks nobody who they are. Thread: main.
bool refusesHost(SoupServerMessage* message, const AllowedOrigins& allowed);

} // namespace vitrine::http
