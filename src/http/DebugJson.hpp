// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/DebugLog.hpp"

#include <string>

namespace vitrine::http {

/// GET /api/v1/debug: the thresholds, and every category there is. Thread: main.
std::string debugJson(const gst::DebugLog& log);

} // namespace vitrine::http
