// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/DebugLog.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace vitrine::http {

/// GET /api/v1/debug: the thresholds, and every category there is. Thread: main.
std::string debugJson(const gst::DebugLog& log);

/// GET /api/v1/debug/objects: how many objects there are of each type, most first. Thread: pure.
std::string objectsJson(const std::map<std::string, std::uint64_t>& counts);

} // namespace vitrine::http
