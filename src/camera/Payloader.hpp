// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Ref.hpp"

#include <cstdint>

namespace vitrine::camera {

/// The element that cuts H.264 into the RTP packets of every stream we send, with their
/// header extensions. Throws gst::BuildError. Thread: thread-safe.
gst::Ref<GstElement> makePayloader(config::Latency latency, std::uint32_t ssrc);

} // namespace vitrine::camera
