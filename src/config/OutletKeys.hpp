// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Schema.hpp"

#include <vector>

namespace vitrine::config {

/// The schema's rows of [publish], [publish NAME] and [forward NAME]: the ways by which a camera
/// leaves this machine but for viewers. Thread: pure.
std::vector<Key> outletKeys();

} // namespace vitrine::config
