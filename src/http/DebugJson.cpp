// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/DebugJson.hpp"

#include "http/Json.hpp"

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

} // namespace vitrine::http
