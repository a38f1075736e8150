// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/DebugLog.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace vitrine::gst {

/// How many objects of each of GStreamer's types live now, by the type's name, as its leaks tracer
/// counts them; nothing where that does not run (GST_TRACERS=leaks).
///
/// It is its records that are counted (its action signal log-live-objects): the signal that hands
/// the objects out takes references which are not its own. While it lists them nobody else makes
/// one or ends one: pictures may stand for a moment.
///
/// Thread: main.
std::optional<std::map<std::string, std::uint64_t>> countLivingObjects(DebugLog& log);

} // namespace vitrine::gst
