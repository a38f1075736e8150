// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Viewer.hpp"

namespace vitrine::loadviewer {

/// What came of one viewer, in plain figures. Thread: a plain value.
struct ViewerResult {
    unsigned index = 0;
    Leave leave = Leave::Stay;
    bool connected = false; ///< the DTLS handshake was done
    bool checked = false;   ///< every packet was opened
    std::string failure;    ///< why it failed, when it did
    std::vector<std::string> problems;
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t lost = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t recovered = 0;
    std::uint64_t frames = 0;
    std::uint64_t keyFrames = 0; ///< of those opened
    std::uint64_t opened = 0;
    std::uint64_t openFailures = 0;
    std::uint64_t senderReports = 0;
    std::string playoutDelay; ///< the last one it was asked for, MIN/MAX in ms
    double seconds = 0;       ///< from the first packet to the end
    /// Since the moment from which all were watching, negative where that never came.
    double steadyPacketsPerSecond = -1;
    double steadyFramesPerSecond = -1;
    double steadyLost = -1;
    double longestGapMs = 0;
    double jitterMs = 0;
    /// Milliseconds since the viewer's start; negative for what did not happen.
    double offerMs = -1;
    double iceMs = -1;
    double dtlsMs = -1;
    double firstPacketMs = -1;
    double firstKeyFrameMs = -1;

    double packetsPerSecond() const { return seconds > 0 ? double(packets) / seconds : 0; }
    double framesPerSecond() const { return seconds > 0 ? double(frames) / seconds : 0; }
    double kilobitsPerSecond() const { return seconds > 0 ? double(bytes) * 8e-3 / seconds : 0; }
};

/// The figures of a viewer as of `now`.
ViewerResult resultOf(const Viewer& viewer, Clock::time_point now);

} // namespace vitrine::loadviewer
