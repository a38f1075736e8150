// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/DebugJson.hpp"

#include "http/Json.hpp"

namespace vitrine::http {
namespace {

void addLevel(JsonBuilder* json, const char* name, int level) {
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, level);
}

} // namespace

std::string debugJson(const gst::DebugLog& log) {
    return jsonText([&](JsonBuilder* json) {
        json_builder_begin_object(json);
        json_builder_set_member_name(json, "threshold");
        json_builder_add_string_value(json, log.shown().text().c_str());
        json_builder_set_member_name(json, "categories");
        json_builder_begin_array(json);
        for (const auto& category : log.categories()) {
            json_builder_begin_object(json);
            json_builder_set_member_name(json, "name");
            json_builder_add_string_value(json, category.name.c_str());
            addLevel(json, "written", category.shown);
            addLevel(json, "kept", category.kept);
            json_builder_end_object(json);
        }
        json_builder_end_array(json);
        json_builder_end_object(json);
    });
}

} // namespace vitrine::http
