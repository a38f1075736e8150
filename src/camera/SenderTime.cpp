// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/SenderTime.hpp"

#include "gst/Ref.hpp"

#include <algorithm>

namespace vitrine::camera {
namespace {

constexpr GstClockTimeDiff kNtpEpoch = G_GINT64_CONSTANT(2208988800) * GST_SECOND;

// The first of these metas is rtspsrc's: nothing stands before it.
std::optional<GstClockTimeDiff> wallTimeIn(GstBuffer* packet) {
    const auto* meta = gst_buffer_get_reference_timestamp_meta(packet, nullptr);
    if (!meta ||
        !gst_structure_has_name(gst_caps_get_structure(meta->reference, 0), "timestamp/x-ntp"))
        return {};
    return static_cast<GstClockTimeDiff>(meta->timestamp) - kNtpEpoch;
}

} // namespace

void SenderTime::see(GstPad* pad, GstBuffer* packet) {
    const auto captured = wallTimeIn(packet);
    if (!captured)
        return;
    const gst::Ref<GstEvent> event(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0), gst::adopt);
    const gst::Ref<GstElement> source(gst_pad_get_parent_element(pad), gst::adopt);
    if (!event || !source)
        return;
    const GstSegment* segment = nullptr;
    gst_event_parse_segment(event.get(), &segment);
    const auto arrival =
        gst_segment_to_running_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(packet));
    const auto now = gst_element_get_current_running_time(source.get());
    if (GST_CLOCK_TIME_IS_VALID(arrival) && GST_CLOCK_TIME_IS_VALID(now))
        note(g_get_real_time() * GST_USECOND - *captured, GST_CLOCK_DIFF(arrival, now));
}

void SenderTime::note(GstClockTimeDiff wallAge, GstClockTimeDiff sinceArrival) noexcept {
    // When it arrived is itself an estimate, of the fastest way here: it can be before the capture.
    const auto before = std::max<GstClockTimeDiff>(wallAge - sinceArrival, 0);
    before_.store(wallAge >= 0 && before <= kMost ? before : kUnknown, std::memory_order_relaxed);
}

std::optional<GstClockTime> SenderTime::beforeArrival() const noexcept {
    const auto before = before_.load(std::memory_order_relaxed);
    return before == kUnknown ? std::nullopt : std::optional(static_cast<GstClockTime>(before));
}

} // namespace vitrine::camera
