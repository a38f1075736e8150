// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/RtspFaults.hpp"

#include "gst/Ref.hpp"

#include <gst/rtp/rtp.h>

#include <algorithm>
#include <random>

namespace vitrine::tools {
namespace {

constexpr auto kPackets =
    GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST);

/// As large as the frame, and nothing but noise. The same noise every time.
GstBuffer* garbageLike(GstBuffer* frame) {
    static thread_local std::minstd_rand random(1); // a stream has one thread
    const auto size = std::max<gsize>(gst_buffer_get_size(frame), 64);
    auto* garbage = gst_buffer_new_allocate(nullptr, size, nullptr);
    gst_buffer_copy_into(garbage, frame, GST_BUFFER_COPY_METADATA, 0, static_cast<gsize>(-1));
    GstMapInfo map;
    gst_buffer_map(garbage, &map, GST_MAP_WRITE);
    for (gsize i = 0; i < size; ++i)
        map.data[i] = static_cast<guint8>(random() >> 8U);
    constexpr guint8 kStartCode[] = {0, 0, 0, 1};
    std::copy(std::begin(kStartCode), std::end(kStartCode), map.data);
    gst_buffer_unmap(garbage, &map);
    return garbage;
}

/// The picture of one frame at the time of another.
GstBuffer* pictureAt(GstBuffer* picture, GstBuffer* frame) {
    auto* copy = gst_buffer_copy(picture);
    GST_BUFFER_PTS(copy) = GST_BUFFER_PTS(frame);
    GST_BUFFER_DTS(copy) = GST_BUFFER_DTS(frame);
    return copy;
}

} // namespace

void RtspFaults::attach(GstElement* media) {
    media_ = media;
    const gst::Ref<GstElement> pay(gst_bin_get_by_name_recurse_up(GST_BIN(media), "pay0"),
                                   gst::adopt);
    const gst::Ref<GstPad> sink(gst_element_get_static_pad(pay.get(), "sink"), gst::adopt);
    const gst::Ref<GstPad> src(gst_element_get_static_pad(pay.get(), "src"), gst::adopt);
    gst_pad_add_probe(
        sink.get(), GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo* info, gpointer self) {
            return static_cast<RtspFaults*>(self)->onFrame(info);
        },
        this, nullptr);
    gst_pad_add_probe(
        src.get(), kPackets,
        [](GstPad*, GstPadProbeInfo* info, gpointer self) {
            static_cast<RtspFaults*>(self)->onPackets(info);
            return GST_PAD_PROBE_OK;
        },
        this, nullptr);
    if (on_)
        changeFormat(media);
}

void RtspFaults::toggle() {
    on_ = !on_;
    if (on_ && media_)
        changeFormat(media_);
}

void RtspFaults::changeFormat(GstElement* media) const {
    if (fault_.find('/') == std::string::npos)
        return;
    const gst::Ref<GstElement> format(gst_bin_get_by_name_recurse_up(GST_BIN(media), "format"),
                                      gst::adopt);
    gst_util_set_object_arg(G_OBJECT(format.get()), "caps", fault_.c_str());
}

GstPadProbeReturn RtspFaults::onFrame(GstPadProbeInfo* info) {
    if (!on_) {
        repeated_.reset();
        return GST_PAD_PROBE_OK;
    }
    if (fault_ == "repeat") {
        auto* frame = GST_PAD_PROBE_INFO_BUFFER(info);
        if (!repeated_ && !GST_BUFFER_FLAG_IS_SET(frame, GST_BUFFER_FLAG_DELTA_UNIT))
            repeated_ = {frame, gst::share};
        if (repeated_) {
            GST_PAD_PROBE_INFO_DATA(info) = pictureAt(repeated_.get(), frame);
            gst_buffer_unref(frame);
        }
    }
    if (fault_ == "drop")
        return GST_PAD_PROBE_DROP;
    if (fault_ == "garbage") {
        auto* frame = GST_PAD_PROBE_INFO_BUFFER(info);
        GST_PAD_PROBE_INFO_DATA(info) = garbageLike(frame);
        gst_buffer_unref(frame);
    }
    return GST_PAD_PROBE_OK;
}

void RtspFaults::onPackets(GstPadProbeInfo* info) {
    if (!on_ || fault_ != "restart-times")
        return;
    if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) {
        auto* packet = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
        restamp(packet);
        GST_PAD_PROBE_INFO_DATA(info) = packet;
        return;
    }
    auto* list = gst_buffer_list_make_writable(GST_PAD_PROBE_INFO_BUFFER_LIST(info));
    for (guint i = 0; i < gst_buffer_list_length(list); ++i)
        restamp(gst_buffer_list_get_writable(list, i));
    GST_PAD_PROBE_INFO_DATA(info) = list;
}

void RtspFaults::restamp(GstBuffer* packet) {
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    if (!gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp))
        return;
    const auto time = gst_rtp_buffer_get_timestamp(&rtp);
    if (!std::exchange(based_, true))
        base_ = time;
    gst_rtp_buffer_set_timestamp(&rtp, time - base_);
    gst_rtp_buffer_unmap(&rtp);
}

} // namespace vitrine::tools
