// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/Redact.hpp"

namespace vitrine::util {

std::string redactUrls(std::string_view text) {
    constexpr std::string_view separator = "://";
    std::string out;
    out.reserve(text.size());
    for (;;) {
        const auto scheme = text.find(separator);
        if (scheme == std::string_view::npos)
            return out.append(text);
        const auto authority = scheme + separator.size();
        out.append(text.substr(0, authority));
        text.remove_prefix(authority);
        // The authority ends at the first of these (RFC 3986, section 3.2); a password may hold
        // an unescaped '@', so that the last one in it counts.
        const auto end = text.find_first_of("/?# \t\r\n\"'<>");
        const auto at = text.substr(0, end).rfind('@');
        if (at != std::string_view::npos) {
            out.append("***");
            text.remove_prefix(at);
        }
    }
}

} // namespace vitrine::util
