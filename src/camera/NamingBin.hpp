// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <string>

namespace vitrine::camera {

/// A bin that puts a name before the text of every error its elements post: of a file that is no
/// film GStreamer says what is wrong, but not with which file.
///
/// `name` may be empty: then the texts stay as they are. Thread: main.
gst::Ref<GstElement> makeNamingBin(const char* elementName, const std::string& name);

} // namespace vitrine::camera
