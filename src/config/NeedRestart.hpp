// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"

#include <string>
#include <vector>

namespace vitrine::config {

/// Whether two configurations both have TLS, or neither does.
bool sameTls(const Server& one, const Server& other) noexcept;

/// What of a configuration that is read while the program runs on another one holds only after a
/// restart, as "[group] key" or "[group]". Everything else holds at once. Thread: pure.
std::vector<std::string> needRestart(const Config& running, const Config& next);

} // namespace vitrine::config
