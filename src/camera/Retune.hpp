// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Encoders.hpp"

#include <gst/gst.h>

#include <string_view>

namespace vitrine::camera {

/// Has a running encoder of the table go on with other settings, where these differ in nothing but
/// properties that the element lets change while it plays (GST_PARAM_MUTABLE_PLAYING). Changes
/// nothing and gives false where they differ in more, or it is no encoder of the table.
///
/// Thread: any; the encoder takes them with one of its next frames.
bool retune(GstElement* encoder, const EncodeSettings& from, const EncodeSettings& to);

/// Whether an encoder of the table may be told so at all: whether the settings differ in nothing
/// but properties of its own. Thread: pure.
bool mayRetune(std::string_view encoder, const EncodeSettings& from, const EncodeSettings& to);

} // namespace vitrine::camera
