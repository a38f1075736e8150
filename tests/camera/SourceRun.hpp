// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Source.hpp"
#include "gst/Bus.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Pipeline.hpp"
#include "support/AccessUnit.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace vitrine::test {

/// A Source in a pipeline of its own that keeps what comes out of it.
///
/// Owner: the test. Thread: the test's, which runs the main loop.
class SourceRun {
  public:
    struct Frame {
        AccessUnit unit;
        /// Running times (ns): what the frame says, and when it came out.
        GstClockTime time = GST_CLOCK_TIME_NONE;
        GstClockTime arrival = GST_CLOCK_TIME_NONE;
    };

    /// Starts at once. 320x240 at 30 fps unless the camera says otherwise.
    explicit SourceRun(const std::string& source, bool transcode = false);
    explicit SourceRun(const config::Camera& camera, bool transcode = false);
    ~SourceRun();

    /// A camera of 320x240 at 30 fps with this source.
    static config::Camera camera(const std::string& source);

    std::vector<Frame> frames() const;
    std::size_t count() const;

    /// Runs the main loop until there are `frames` frames; false when an error came first, or
    /// nothing for 15 s.
    bool receive(std::size_t frames);
    /// Runs the main loop until there is an error; false after 10 s.
    bool awaitError();

    /// Elements in the bin whose class says this ("Encoder", "Decoder").
    int elementsOf(const char* klass) const;

    const camera::Source& source() const { return source_; }
    GstElement* pipeline() const { return pipeline_.get(); }
    const std::string& error() const { return error_; }
    const std::string& unfit() const { return unfit_; }

  private:
    void onMessage(GstMessage* message);
    GstFlowReturn take(GstElement* appsink);

    gst::HouseTime houseTime_;
    camera::Source source_;
    gst::Pipeline pipeline_{"test"};
    gst::Ref<GstElement> appsink_;
    gst::BusWatch bus_;
    std::string error_;
    std::string unfit_;
    mutable std::mutex mutex_;
    std::vector<Frame> frames_; // guarded by mutex_
};

} // namespace vitrine::test
