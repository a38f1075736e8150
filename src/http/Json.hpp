// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <json-glib/json-glib.h>

#include <chrono>
#include <concepts>
#include <functional>
#include <string>

namespace vitrine::http {

/// The JSON text that `fill` builds. Thread: pure.
inline std::string jsonText(const std::function<void(JsonBuilder*)>& fill) {
    const gst::Ref<JsonBuilder> builder(json_builder_new(), gst::adopt);
    fill(builder.get());
    const gst::Unique<JsonNode, json_node_unref> root(json_builder_get_root(builder.get()));
    const gst::CharPtr text(json_to_string(root.get(), FALSE));
    return text.get();
}

/// A member of the object that is being built. Thread: pure, here and below.
inline void addText(JsonBuilder* json, const char* name, const std::string& value) {
    json_builder_set_member_name(json, name);
    json_builder_add_string_value(json, value.c_str());
}

/// The same, null for an empty text.
inline void addTextOrNull(JsonBuilder* json, const char* name, const std::string& value) {
    if (!value.empty())
        return addText(json, name, value);
    json_builder_set_member_name(json, name);
    json_builder_add_null_value(json);
}

inline void addNumber(JsonBuilder* json, const char* name, std::integral auto value) {
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, static_cast<gint64>(value));
}

inline void addFlag(JsonBuilder* json, const char* name, bool value) {
    json_builder_set_member_name(json, name);
    json_builder_add_boolean_value(json, value ? TRUE : FALSE);
}

/// A moment as RFC 3339 has it, in UTC, to the second.
inline std::string timeText(std::chrono::system_clock::time_point when) {
    const gst::Unique<GDateTime, g_date_time_unref> time(
        g_date_time_new_from_unix_utc(std::chrono::system_clock::to_time_t(when)));
    const gst::CharPtr text(g_date_time_format(time.get(), "%Y-%m-%dT%H:%M:%SZ"));
    return text.get();
}

} // namespace vitrine::http
