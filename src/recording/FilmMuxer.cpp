// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/FilmMuxer.hpp"

#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "recording/PipelineError.hpp"

#include <gst/app/gstappsink.h>

namespace vitrine::recording {
namespace {

// For the last bytes, which come at once or, from a muxer that has failed, never.
constexpr GstClockTime kPatience = GST_SECOND;
constexpr guint kTimescale = 90000;

gst::Ref<GstSample> pull(GstElement* appsink, GstClockTime patience) {
    return {gst_app_sink_try_pull_sample(GST_APP_SINK(appsink), patience), gst::adopt};
}

void take(GstSample* sample, Mp4Pieces& pieces) {
    GstMapInfo map{};
    auto* buffer = gst_sample_get_buffer(sample);
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return;
    pieces.add({map.data, map.size});
    gst_buffer_unmap(buffer, &map);
}

// mp4mux warns at each film that what cannot be sought in becomes one for streaming, which is what
// is wanted, and cannot be told it beforehand: no line to be kept for who looks for trouble.
gst::Ref<GstElement> makeMuxer() {
    auto muxer = gst::makeElement("mp4mux");
    auto* category = _gst_debug_get_category("qtmux");
    if (category && gst_debug_category_get_threshold(category) == GST_LEVEL_WARNING)
        gst_debug_category_set_threshold(category, GST_LEVEL_ERROR);
    return muxer;
}

} // namespace

FilmMuxer::FilmMuxer(GstCaps* caps)
    : muxer_(makeMuxer())
    , out_(gst::makeElement("appsink"))
    , pipeline_("film") {
    // Into an appsink it does not write again what stands in the file already.
    g_object_set(muxer_.get(), "fragment-duration", static_cast<guint>(kFragment.count()), nullptr);
    g_object_set(out_.get(), "sync", FALSE, "async", FALSE, nullptr);
    pipeline_.add(muxer_);
    pipeline_.add(out_);
    const gst::Ref<GstPad> in(gst_element_request_pad_simple(muxer_.get(), "video_%u"), gst::adopt);
    if (!in || !gst_element_link(muxer_.get(), out_.get()))
        throw gst::BuildError("mp4mux takes no video");
    // As fine as RTP's, whatever frame rate the camera claims.
    g_object_set(in.get(), "trak-timescale", kTimescale, nullptr);
    pipeline_.play();
    pad_.emplace(in, caps);
}

void FilmMuxer::add(const gst::Ref<GstBuffer>& accessUnit, std::chrono::nanoseconds time) {
    gst::Ref<GstBuffer> sample(gst_buffer_copy(accessUnit.get()), gst::adopt); // shares the bytes
    // Cameras here give no frame after one that is shown later.
    GST_BUFFER_PTS(sample.get()) = static_cast<GstClockTime>(time.count());
    GST_BUFFER_DTS(sample.get()) = GST_BUFFER_PTS(sample.get());
    // Of use for a film's last frame alone: it is there as long as the one before it.
    GST_BUFFER_DURATION(sample.get()) = static_cast<GstClockTime>((time - last_).count());
    last_ = time;
    if (pad_->push(std::move(sample)) != GST_FLOW_OK)
        throw gst::BuildError(whatFailed(pipeline_, "mp4mux does not take the camera's H.264"));
    pad_->settle();
    fetch();
}

void FilmMuxer::finish() {
    pad_->end();
    while (const auto sample = pull(out_.get(), kPatience))
        take(sample.get(), pieces_);
}

void FilmMuxer::fetch() {
    while (const auto sample = pull(out_.get(), 0))
        take(sample.get(), pieces_);
}

} // namespace vitrine::recording
