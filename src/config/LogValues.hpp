// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Log.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The values of [log], as Values.hpp has others. Thread: pure.
namespace vitrine::config {

/// "error", "warning", "info", "debug": as many as util::log has levels, in their order.
const std::vector<std::string>& logLevelWords();

/// The parts of the program that speak in the log.
const std::vector<std::string>& logRooms();

std::string parseLogLevel(std::string_view text, util::log::Level& out);

/// "room:level", separated by ';'; none clears them.
std::string parseLogRooms(std::string_view text,
                          std::map<std::string, util::log::Level, std::less<>>& out);

} // namespace vitrine::config
