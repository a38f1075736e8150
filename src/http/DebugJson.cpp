// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/DebugJson.hpp"

#include "http/Json.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace vitrine::http {
std::string debugJson(const gst::DebugLog& log) {
    return jsonText([&](JsonBuilder* json) {
        json_builder_begin_object(json);
        addText(json, "threshold", log.shown().text());
        json_builder_set_member_name(json, "categories");
        json_builder_begin_array(json);
        for (const auto& category : log.categories()) {
            json_builder_begin_object(json);
            addText(json, "name", category.name);
            addNumber(json, "written", int{category.shown});
            addNumber(json, "kept", int{category.kept});
            json_builder_end_object(json);
        }
        json_builder_end_array(json);
        json_builder_end_object(json);
    });
}

std::string objectsJson(const std::map<std::string, std::uint64_t>& counts) {
    std::vector<std::pair<std::string, std::uint64_t>> types(counts.begin(), counts.end());
    std::stable_sort(types.begin(), types.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return jsonText([&](JsonBuilder* json) {
        json_builder_begin_object(json);
        json_builder_set_member_name(json, "types");
        json_builder_begin_array(json);
        for (const auto& [name, count] : types) {
            json_builder_begin_object(json);
            json_builder_set_member_name(json, "name");
            json_builder_add_string_value(json, name.c_str());
            json_builder_set_member_name(json, "count");
            json_builder_add_int_value(json, static_cast<gint64>(count));
            json_builder_end_object(json);
        }
        json_builder_end_array(json);
        json_builder_end_object(json);
    });
}

} // namespace vitrine::http
