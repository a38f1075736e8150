// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include <string>
#include <vector>

/// Whose page is behind a request: browsers say so in Origin, other clients need not. Thread: main.
namespace vitrine::http {

/// The pages of other sites that may connect: their origins, "*" for all.
using AllowedOrigins = std::vector<std::string>;

/// Whether a page of another site is behind the request that is not allowed to connect.
bool isForeign(SoupServerMessage* message, const AllowedOrigins& allowed);

/// Whether a page of another site is behind a request that changes something, which only our own
/// may, whoever is allowed to connect; browsers also say it in Sec-Fetch-Site (W3C Fetch Metadata):
/// a request is foreign when either says so.
bool isForeignChange(SoupServerMessage* message);

/// Tells the browser whether that page may read the answer (CORS, in the Fetch standard), and which
/// of its headers beyond the usual.
void shareAnswer(SoupServerMessage* message, const AllowedOrigins& allowed);

} // namespace vitrine::http
