// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/HeaderValue.hpp"

#include "util/Text.hpp"

#include <libsoup/soup.h>

namespace vitrine::http {

bool acceptsType(const std::string& accept, std::string_view type) {
    const auto group = std::string(type.substr(0, type.find('/'))) + "/*";
    bool accepts = false;
    auto* types = soup_header_parse_quality_list(accept.c_str(), nullptr);
    for (const auto* each = types; each; each = each->next) {
        const std::string_view given(static_cast<const char*>(each->data));
        const auto media = util::trim(given.substr(0, given.find(';')));
        accepts = accepts || media == type || media == group || media == "*/*";
    }
    soup_header_free_list(types);
    return accepts;
}

bool matchesTag(std::string_view ifMatch, const std::string& tag) {
    const auto quoted = '"' + tag + '"';
    for (const auto& each : util::split(ifMatch, ','))
        if (each == "*" || each == quoted)
            return true;
    return false;
}

} // namespace vitrine::http
