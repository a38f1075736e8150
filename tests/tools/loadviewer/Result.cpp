// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Result.hpp"

namespace vitrine::loadviewer {

namespace {

double milliseconds(Clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

void tellSteady(ViewerResult& result, const Mark& mark, Clock::time_point now) {
    const double seconds = milliseconds(now - mark.time) / 1000;
    if (seconds <= 0)
        return;
    result.steadyPacketsPerSecond = static_cast<double>(result.packets - mark.packets) / seconds;
    result.steadyFramesPerSecond = static_cast<double>(result.frames - mark.frames) / seconds;
    // What came late after all takes a loss back.
    result.steadyLost = result.lost > mark.lost ? static_cast<double>(result.lost - mark.lost) : 0;
}

} // namespace

ViewerResult resultOf(const Viewer& viewer, Clock::time_point now) {
    ViewerResult result;
    result.index = viewer.settings().index;
    result.leave = viewer.settings().leave;
    result.checked = viewer.settings().checkAll;
    result.failure = viewer.failure();
    const auto since = [&](const std::optional<Clock::time_point>& time) {
        return time ? milliseconds(*time - viewer.started()) : -1;
    };
    result.offerMs = since(viewer.times().offer);
    result.iceMs = since(viewer.times().ice);
    result.dtlsMs = since(viewer.times().dtls);
    const auto* media = viewer.media();
    if (!media)
        return result;
    const auto& counts = media->counts();
    result.connected = true;
    result.problems = media->problems();
    result.packets = counts.packets;
    result.bytes = counts.bytes;
    result.lost = media->reception().lost();
    result.duplicates = media->reception().duplicates();
    result.recovered = media->reception().recovered();
    result.frames = counts.frames;
    result.keyFrames = media->h264().keyFrames();
    result.opened = counts.opened;
    result.openFailures = counts.openFailures;
    result.senderReports = counts.senderReports;
    if (const auto& delay = counts.playoutDelay)
        result.playoutDelay =
            std::to_string(delay->least.count()) + "/" + std::to_string(delay->most.count());
    if (counts.firstPacket)
        result.seconds = milliseconds(now - *counts.firstPacket) / 1000;
    if (viewer.marked())
        tellSteady(result, *viewer.marked(), now);
    // A stream that has stopped shows as a gap, too.
    auto gap = counts.longestGap;
    if (counts.lastFrame)
        gap = std::max(gap, now - *counts.lastFrame);
    result.longestGapMs = milliseconds(gap);
    result.jitterMs = media->reception().jitter() / 90.0;
    result.firstPacketMs = since(counts.firstPacket);
    result.firstKeyFrameMs = since(counts.firstKeyFrame);
    return result;
}

} // namespace vitrine::loadviewer
