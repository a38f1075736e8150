// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

/// The pacing of heads that are not live, such as files. Thread: main, before the bin runs.
namespace vitrine::camera {

/// Makes the bin's element "pacer" (kPacer of SourcePlan.hpp) let each frame out at its time, and
/// say so: from the pacer on a frame's running time is the moment at which it passed. A head that
/// turns out to be live is let through as it is.
void attachPacer(GstElement* bin);

} // namespace vitrine::camera
