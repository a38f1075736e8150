// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Schema.hpp"
#include "config/Values.hpp"

#include <string>
#include <type_traits>

namespace vitrine::config {

/// The row of a whole number (of `T`, which may be seconds) of a group that `part` finds in the
/// Target. Thread: pure.
template <typename Part, typename T>
Key number(GroupKind group, const std::string& name, const std::string& defaultText, Range range,
           const std::string& doc, Part part,
           T std::remove_pointer_t<std::invoke_result_t<Part, Target>>::*field) {
    return {.group = group,
            .name = name,
            .type = range.even ? "even number" : "whole number",
            .defaultText = defaultText,
            .allowed = std::to_string(range.least) + " to " + std::to_string(range.most),
            .doc = doc,
            .set = [=](Target target, const std::string& text) {
                unsigned value = 0;
                auto reason = parseNumber(text, range, value);
                if (reason.empty())
                    part(target)->*field = T{value};
                return reason;
            }};
}

} // namespace vitrine::config
