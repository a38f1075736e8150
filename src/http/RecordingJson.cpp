// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/RecordingJson.hpp"

#include "gst/Ref.hpp"

#include <chrono>
#include <string>

namespace vitrine::http {
namespace {

const char* wordFor(recording::Status::State state) {
    switch (state) {
    case recording::Status::State::Waiting:
        return "waiting";
    case recording::Status::State::Recording:
        return "recording";
    case recording::Status::State::Behind:
        return "behind";
    case recording::Status::State::Failing:
        break;
    }
    return "failing";
}

void addText(JsonBuilder* json, const char* name, const std::string& value) {
    json_builder_set_member_name(json, name);
    json_builder_add_string_value(json, value.c_str());
}

void addNumber(JsonBuilder* json, const char* name, std::uint64_t value) {
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, static_cast<gint64>(value));
}

std::string rfc3339(std::chrono::system_clock::time_point when) {
    const gst::Unique<GDateTime, g_date_time_unref> time(
        g_date_time_new_from_unix_utc(std::chrono::system_clock::to_time_t(when)));
    const gst::CharPtr text(g_date_time_format(time.get(), "%Y-%m-%dT%H:%M:%SZ"));
    return text.get();
}

} // namespace

void addRecording(JsonBuilder* json, const std::optional<recording::Status>& status) {
    if (!status) {
        json_builder_add_null_value(json);
        return;
    }
    json_builder_begin_object(json);
    addText(json, "state", wordFor(status->state));
    addText(json, "reason", status->reason);
    json_builder_set_member_name(json, "since");
    if (status->since)
        json_builder_add_string_value(json, rfc3339(*status->since).c_str());
    else
        json_builder_add_null_value(json);
    addNumber(json, "bytes", status->bytes);
    addNumber(json, "droppedFrames", status->droppedFrames);
    json_builder_end_object(json);
}

} // namespace vitrine::http
