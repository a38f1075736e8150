// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Ref.hpp"

#include <gst/rtp/rtp.h>

#include <cstdint>

namespace vitrine::camera {

/// The element that cuts H.264 into the RTP packets of every stream we send, with their
/// header extensions.
///
/// Owner: who put it into a pipeline. Thread: thread-safe.
class Payloader {
  public:
    /// Throws gst::BuildError.
    Payloader(config::Latency latency, std::uint32_t ssrc);

    const gst::Ref<GstElement>& element() const noexcept { return element_; }

    /// From the next packet on viewers are asked to hold frames back as this says.
    void setLatency(config::Latency latency);

  private:
    gst::Ref<GstElement> element_;
    gst::Ref<GstRTPHeaderExtension> playoutDelay_;
};

} // namespace vitrine::camera
