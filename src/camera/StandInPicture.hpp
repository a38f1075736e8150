// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <string>
#include <vector>

/// What is shown in the place of a camera that gives no picture. Thread: pure.
namespace vitrine::camera {

/// The lines of it: the title, that there is no signal, and since when if there ever was one
/// (`lastPicture` as State has it), in this machine's own time. In the letters of DotFont; a title
/// that these cannot tell gives way to the `id`.
std::vector<std::string> standInText(const std::string& title, const std::string& id,
                                     const std::string& lastPicture);

/// The lines, drawn light on dark in the middle of an I420 picture of an even size.
gst::Ref<GstBuffer> drawStandIn(unsigned width, unsigned height,
                                const std::vector<std::string>& lines);

} // namespace vitrine::camera
