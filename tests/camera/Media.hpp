// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <functional>
#include <string>

/// Media that tests make for themselves.
namespace vitrine::test {

/// Runs a gst-launch description to its end, as fast as it goes; throws when it fails. `onBuffer`
/// sees what comes to the element named "out", a fakesink, if there is one.
void runToEnd(const std::string& description, const std::function<void(GstBuffer*)>& onBuffer = {});

/// 320x240 at 30 fps, this many frames, as the beginning of a description.
std::string film(int frames);

} // namespace vitrine::test
