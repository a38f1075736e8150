// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Schema.hpp"

#include <vector>

namespace vitrine::config {

/// The schema's rows of [user NAME]. Thread: pure.
std::vector<Key> userKeys();

} // namespace vitrine::config
