// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Schema.hpp"

#include <vector>

namespace vitrine::config {

/// The schema's rows of [camera ID]. Thread: pure.
std::vector<Key> cameraKeys();

} // namespace vitrine::config
