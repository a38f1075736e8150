// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace vitrine::util {

/// Where in the source something is said. Not std::source_location, which clang 14 has not.
///
/// Thread: a plain value.
struct Place {
    const char* file;
    int line;
    const char* function;

    /// As a default argument: where the function is called.
    static constexpr Place here(const char* file = __builtin_FILE(), int line = __builtin_LINE(),
                                const char* function = __builtin_FUNCTION()) noexcept {
        return {file, line, function};
    }
};

} // namespace vitrine::util
