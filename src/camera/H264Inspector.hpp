// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <gst/codecparsers/gsth264parser.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace vitrine::camera {

/// Says whether H.264 is of the kind that every browser shows at once: Baseline, Main or High,
/// 4:2:0 with 8 bits, progressive, and in the order in which it is shown (no B-frames).
///
/// Of each access unit it reads the parameter sets and the first slice's header, no more, so that
/// it can watch a stream for as long as that lasts.
///
/// Owner: the tail of a Source. Thread: one at a time (the streaming thread).
class H264Inspector {
  public:
    H264Inspector();

    /// Looks at one access unit in byte-stream format. Gives the reason, the end of a sentence that
    /// begins with "the stream", when it shows that the stream does not fit; once one does, every
    /// later call gives the same reason.
    const std::optional<std::string>& inspect(std::span<const std::uint8_t> accessUnit);

    /// Whether an SPS was seen: before that nothing is known.
    bool sawParameters() const noexcept { return sawParameters_; }
    /// Whether an IDR slice was seen: before that no decoder can start.
    bool sawKeyFrame() const noexcept { return sawKeyFrame_; }

  private:
    void inspectParameters(GstH264NalUnit& unit);
    void inspectSlice(GstH264NalUnit& unit);

    gst::Unique<GstH264NalParser, gst_h264_nal_parser_free> parser_;
    std::optional<std::string> unfit_;
    bool sawParameters_ = false;
    bool sawKeyFrame_ = false;
};

} // namespace vitrine::camera
