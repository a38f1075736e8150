// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>

namespace vitrine::util {

/// The clock for intervals (CLOCK_MONOTONIC, as g_get_monotonic_time).
using Clock = std::chrono::steady_clock;

} // namespace vitrine::util
