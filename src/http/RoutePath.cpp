// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/RoutePath.hpp"

namespace vitrine::http {

std::optional<std::string_view> matchPath(std::string_view pattern, std::string_view path) {
    const auto open = pattern.find('{');
    if (open == std::string_view::npos)
        return pattern == path ? std::optional(std::string_view()) : std::nullopt;
    const auto before = pattern.substr(0, open);
    const auto after = pattern.substr(pattern.find('}', open) + 1);
    if (!path.starts_with(before))
        return std::nullopt;
    path.remove_prefix(before.size());
    if (!path.ends_with(after))
        return std::nullopt;
    path.remove_suffix(after.size());
    if (path.empty() || path.find('/') != std::string_view::npos)
        return std::nullopt;
    return path;
}

} // namespace vitrine::http
