// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Encoders.hpp"

#include <string>

namespace vitrine::camera {

/// Encodes three frames with a row of the table, to find out whether it works here: an element may
/// be installed without the device or library behind it. Gives an empty string when frames came
/// out, else the reason in words a person can act on. Remembers the answer for the process, except
/// that an element was missing: it may get installed.
///
/// Thread: thread-safe; 3 s at most.
std::string tryEncoder(const EncoderRow& row, const EncodeSettings& settings);

} // namespace vitrine::camera
