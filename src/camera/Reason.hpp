// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Ref.hpp"

#include <gio/gio.h>

#include <string>

namespace vitrine::camera {

/// What an error message on a camera's bus means to the person who looks at the camera: the common
/// failures of its kind of source in plain words, anything else as GStreamer says it. Without
/// passwords. Thread: pure.
std::string reasonFor(GstMessage* error, const config::Camera& camera);

/// Why the certificate of the rtsps:// server at `url` is not believed, and what helps. Thread:
/// pure.
std::string certificateReason(GTlsCertificateFlags problems, const std::string& url);

} // namespace vitrine::camera
