// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <optional>
#include <string_view>

/// The paths of the API as OpenAPI writes them: /api/v1/cameras/{id}. Thread: pure.
namespace vitrine::http {

/// What stands in a path where `pattern` has its one {name}, which is never empty and holds no
/// slash; an empty text for a pattern without one. Nothing when the path is another.
std::optional<std::string_view> matchPath(std::string_view pattern, std::string_view path);

} // namespace vitrine::http
