// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/StageTimes.hpp"

#include <algorithm>
#include <optional>

namespace vitrine::signalling {
namespace {

std::optional<double> inMs(std::optional<double> seconds) {
    return seconds ? std::optional(*seconds * 1000) : std::nullopt;
}

} // namespace

Stats stageTimes(const fanout::Feed& feed, const viewer::Viewer& viewer) {
    const auto sent = viewer.sender() ? viewer.sender()->stats() : viewer::SendStats{};
    Stats stats;
    stats.cameraMs = inMs(feed.camera().facts().beforeArrival);
    stats.encodeMs = inMs(sent.encodeSeconds);
    stats.sendMs = inMs(sent.sendSeconds);
    stats.framesSent = viewer.framesSent();
    stats.framesDropped = viewer.framesDropped();
    return stats;
}

void observeReport(const fanout::Feed& feed, const viewer::Viewer* viewer, const Report& report) {
    if (!report.latencyMs)
        return;
    const auto observe = [&](const char* stage, std::optional<double> milliseconds) {
        constexpr double most = 600'000; // beyond, a page's clock is wrong, not its picture old
        if (milliseconds)
            feed.metrics().observeLatency(stage, std::min(*milliseconds, most) / 1000);
    };
    const auto ours = viewer ? stageTimes(feed, *viewer) : Stats{};
    observe("camera", ours.cameraMs);
    observe("encode", ours.encodeMs);
    observe("send", ours.sendMs);
    observe("network", report.networkMs);
    observe("wait", report.waitMs);
    observe("decode", report.decodeMs);
    observe("display", report.displayMs);
    observe("total", report.latencyMs);
}

} // namespace vitrine::signalling
