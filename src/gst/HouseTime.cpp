// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/HouseTime.hpp"

namespace vitrine::gst {

HouseTime::HouseTime()
    : clock_(gst_system_clock_obtain(), adopt)
    , epoch_(gst_clock_get_time(clock_.get())) {}

GstClockTime HouseTime::now() const {
    return gst_clock_get_time(clock_.get()) - epoch_;
}

std::chrono::system_clock::time_point HouseTime::wallAt(GstClockTime time) const {
    const auto age = std::chrono::nanoseconds(GST_CLOCK_DIFF(time, now()));
    return std::chrono::time_point_cast<std::chrono::system_clock::duration>(
        std::chrono::system_clock::now() - age);
}

void HouseTime::govern(GstPipeline* pipeline) const {
    gst_pipeline_use_clock(pipeline, clock_.get());
    // A start time of NONE tells the pipeline to leave the base time to us.
    gst_element_set_start_time(GST_ELEMENT(pipeline), GST_CLOCK_TIME_NONE);
    gst_element_set_base_time(GST_ELEMENT(pipeline), epoch_);
}

} // namespace vitrine::gst
