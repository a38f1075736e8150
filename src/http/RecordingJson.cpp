// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/RecordingJson.hpp"

#include "http/Json.hpp"

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

} // namespace

void addRecording(JsonBuilder* json, const std::optional<recording::Status>& status) {
    if (!status) {
        json_builder_add_null_value(json);
        return;
    }
    json_builder_begin_object(json);
    addText(json, "state", wordFor(status->state));
    addText(json, "reason", status->reason);
    addTextOrNull(json, "since", status->since ? timeText(*status->since) : "");
    addNumber(json, "bytes", status->bytes);
    addNumber(json, "droppedFrames", status->droppedFrames);
    json_builder_end_object(json);
}

} // namespace vitrine::http
