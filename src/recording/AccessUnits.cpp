// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/AccessUnits.hpp"

#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "recording/PipelineError.hpp"

#include <gst/app/gstappsink.h>

namespace vitrine::recording {
namespace {

// The depayloader is told what the parser is to give: so it takes the parameter sets out of the
// stream, where a file has them once, and says in its caps when they change.
constexpr const char* kChain =
    "rtph264depay ! video/x-h264,stream-format=avc,alignment=au "
    "! h264parse ! capsfilter caps=video/x-h264,stream-format=avc,alignment=au";

} // namespace

AccessUnits::AccessUnits()
    : chain_(gst::parseBin(kChain))
    , out_(gst::makeElement("appsink"))
    , pipeline_("access-units") {
    g_object_set(out_.get(), "sync", FALSE, "async", FALSE, nullptr);
    pipeline_.add(chain_);
    pipeline_.add(out_);
    if (!gst_element_link(chain_.get(), out_.get()))
        throw gst::BuildError("H.264 cannot be read for a recording");
    pipeline_.play();
    feed_.emplace(gst::staticPad(chain_.get(), "sink"));
}

std::optional<AccessUnits::Unit> AccessUnits::read(const RecordedFrame& frame) const {
    if (!feed_->push(frame.wire, static_cast<GstClockTime>(frame.time.count())))
        throw gst::BuildError(whatFailed(pipeline_, "the camera's H.264 cannot be read"));
    std::optional<Unit> unit;
    while (const gst::Ref<GstSample> sample{
        gst_app_sink_try_pull_sample(GST_APP_SINK(out_.get()), 0), gst::adopt})
        unit = Unit{{gst_sample_get_buffer(sample.get()), gst::share},
                    {gst_sample_get_caps(sample.get()), gst::share}};
    return unit;
}

} // namespace vitrine::recording
