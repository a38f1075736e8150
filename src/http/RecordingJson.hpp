// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "recording/Scribe.hpp"

#include <json-glib/json-glib.h>

#include <optional>

namespace vitrine::http {

/// How a camera's recording is, as a value; null where there is none. Thread: main.
void addRecording(JsonBuilder* json, const std::optional<recording::Status>& status);

} // namespace vitrine::http
