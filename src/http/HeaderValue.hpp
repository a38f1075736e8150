// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

/// What the values of some request headers mean. Thread: pure.
namespace vitrine::http {

/// Whether an Accept header takes this media type (RFC 9110, section 12.5.1).
bool acceptsType(const std::string& accept, std::string_view type);

/// Whether an If-Match header has this tag, given without its quotes, or takes any (RFC 9110,
/// section 13.1.1).
bool matchesTag(std::string_view ifMatch, const std::string& tag);

} // namespace vitrine::http
