// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Pipeline.hpp"
#include "viewer/IceSettings.hpp"

#include <string>

namespace vitrine::viewer {

/// A viewer's own pipeline, appsrc ! webrtcbin, with everything set that must be set before the
/// first offer.
///
/// Owner: Viewer. Thread: main. The elements are borrowed from it and must be let go before
/// release() hands the pipeline to a reaper.
class WebrtcPipeline {
  public:
    /// Builds it without starting. `name` is the viewer's, `caps` are the RTP caps offered. Throws
    /// gst::BuildError.
    WebrtcPipeline(const std::string& name, const gst::Ref<GstCaps>& caps, const IceSettings& ice,
                   const gst::HouseTime& houseTime);

    GstElement* webrtcbin() const noexcept { return webrtcbin_.get(); }
    const gst::Ref<GstElement>& appsrc() const noexcept { return appsrc_; }
    GstElement* pipeline() const noexcept { return pipeline_.get(); }
    void play() const { pipeline_.play(); }

    /// Lets go of everything and gives up the pipeline, for a reaper.
    gst::Pipeline release();

  private:
    void offerVideo(const gst::Ref<GstCaps>& caps);
    void setUpServers(const std::string& name, const IceSettings& ice);
    void setUpIce(const IceSettings& ice);

    gst::Pipeline pipeline_;
    gst::Ref<GstElement> appsrc_;
    gst::Ref<GstElement> webrtcbin_;
    gst::Connection elementAdded_;
};

} // namespace vitrine::viewer
