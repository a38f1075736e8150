// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <string>

namespace vitrine::camera {

/// The bin of a `pipeline:` fragment, with its one open source pad as "src".
///
/// Throws gst::BuildError, with the fragment's fault in it: it does not parse, or it has no open
/// source pad, or more than one, or a sink pad that nothing feeds. Thread: main.
gst::Ref<GstElement> makeFragment(const std::string& fragment);

} // namespace vitrine::camera
