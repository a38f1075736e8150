// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/StandIn.hpp"

#include "camera/Encoders.hpp"
#include "camera/Offer.hpp"
#include "camera/Payloader.hpp"
#include "camera/StandInPicture.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "rtp/SenderReport.hpp"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace vitrine::camera {
namespace {

using namespace std::chrono_literals;

constexpr auto kInterval = 1s;
constexpr unsigned kLeastSize = 64;

// A key frame a second, of a few kilobytes.
EncodeSettings settingsFor(const config::Camera& camera, const StreamFacts& facts) {
    const auto size = [](int known, unsigned configured) {
        return std::max(kLeastSize, known > 0 ? static_cast<unsigned>(known) : configured) & ~1U;
    };
    EncodeSettings settings;
    settings.width = size(facts.width, camera.width);
    settings.height = size(facts.height, camera.height);
    settings.framerate = 1;
    settings.bitrate = camera.bitrate;
    settings.keyframeInterval = kInterval;
    return settings;
}

// One on the CPU where there is one: what is wrong with the camera may be the other kind.
const EncoderRow& encoderFor(const config::Camera& camera, const EncodeSettings& settings) {
    for (const auto* name : {"x264enc", "openh264enc"})
        if (gst::elementExists(name))
            return *findEncoder(name);
    const auto row = selectEncoder(camera.encoder, settings);
    if (!row)
        throw gst::BuildError(row.error().message);
    return *row.value();
}

bool endsFrame(GstBuffer* packet) {
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    if (!gst_rtp_buffer_map(packet, GST_MAP_READ, &rtp))
        return false;
    const bool last = gst_rtp_buffer_get_marker(&rtp) != FALSE;
    gst_rtp_buffer_unmap(&rtp);
    return last;
}

} // namespace

class StandIn::Outlet {
  public:
    Outlet(RtpStream& stream, const gst::HouseTime& houseTime, std::shared_ptr<FrameSink> frames,
           std::function<void(gst::Ref<GstCaps>)> ready)
        : stream_(stream)
        , assembler_(stream)
        , houseTime_(houseTime)
        , frames_(std::move(frames))
        , ready_(std::move(ready)) {}

    /// After this returns no frame goes out. Main.
    void close() {
        const std::lock_guard lock(mutex_);
        frames_.reset();
    }

    GstFlowReturn take(GstAppSink* appsink) {
        const gst::Ref<GstSample> sample(gst_app_sink_pull_sample(appsink), gst::adopt);
        if (!sample)
            return GST_FLOW_EOS;
        const std::lock_guard lock(mutex_); // as a run's outlet: close() promises silence
        if (!frames_)
            return GST_FLOW_FLUSHING;
        if (auto* list = gst_sample_get_buffer_list(sample.get())) {
            for (guint i = 0; i < gst_buffer_list_length(list); ++i)
                packets_.emplace_back(gst_buffer_list_get(list, i), gst::share);
        } else if (auto* buffer = gst_sample_get_buffer(sample.get())) {
            packets_.emplace_back(buffer, gst::share);
        }
        if (!packets_.empty() && endsFrame(packets_.back().get()))
            handOn(gst_sample_get_caps(sample.get()));
        return GST_FLOW_OK;
    }

  private:
    // A whole frame at a time: a run that claims the stream finds no frame half numbered.
    void handOn(const GstCaps* caps) {
        auto packets = std::exchange(packets_, {});
        stream_.whenUnclaimed([&] {
            if (ready_)
                std::exchange(ready_, {})(offeredCaps(caps));
            const auto now = houseTime_.now();
            const auto ntp = rtp::toNtp(houseTime_.wallAt(now));
            for (auto& packet : packets) {
                auto frame = assembler_.add(std::move(packet), now, ntp);
                if (!frame)
                    continue;
                frame->standIn = true;
                frame->ready = now;
                frames_->onFrame(*frame);
            }
        });
    }

    std::mutex mutex_;
    RtpStream& stream_;                        // alive as long as frames_ is set
    FrameAssembler assembler_;                 // guarded by mutex_
    std::vector<gst::Ref<GstBuffer>> packets_; // guarded by mutex_; of the frame under way
    gst::HouseTime houseTime_;
    std::shared_ptr<FrameSink> frames_;            // guarded by mutex_
    std::function<void(gst::Ref<GstCaps>)> ready_; // guarded by mutex_
};

StandIn::StandIn(const config::Camera& camera, const StreamFacts& facts,
                 const std::string& lastPicture, const gst::HouseTime& houseTime, RtpStream& stream,
                 std::shared_ptr<FrameSink> frames, Events events)
    : events_(std::move(events))
    , pipeline_(("stand-in-" + camera.id).c_str())
    , outlet_(std::make_shared<Outlet>(stream, houseTime, std::move(frames),
                                       [ready = events_.ready, token = token_.weak()](auto caps) {
                                           util::post(token, [ready, caps] { ready(caps); });
                                       }))
    , appsrc_(gst::makeElement("appsrc")) {
    const auto settings = settingsFor(camera, facts);
    picture_ = drawStandIn(settings.width, settings.height,
                           standInText(camera.title, camera.id, lastPicture));
    const gst::Ref<GstCaps> caps(gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, "I420",
                                                     "width", G_TYPE_INT,
                                                     static_cast<int>(settings.width), "height",
                                                     G_TYPE_INT, static_cast<int>(settings.height),
                                                     "framerate", GST_TYPE_FRACTION, 1, 1, nullptr),
                                 gst::adopt);
    g_object_set(appsrc_.get(), "caps", caps.get(), "format", GST_FORMAT_TIME, "is-live", TRUE,
                 "do-timestamp", TRUE, nullptr);
    const auto encode = gst::parseBin(encoderDescription(encoderFor(camera, settings), settings) +
                                      " ! h264parse config-interval=-1");
    const Payloader payloader(camera.latency, stream.ssrc());
    const auto appsink = gst::makeElement("appsink");
    g_object_set(appsink.get(), "sync", FALSE, "async", FALSE, "max-buffers", 8U, "buffer-list",
                 TRUE, "enable-last-sample", FALSE, nullptr);
    for (const auto& element : {appsrc_, encode, payloader.element(), appsink})
        pipeline_.add(element);
    if (!gst_element_link_many(appsrc_.get(), encode.get(), payloader.element().get(),
                               appsink.get(), nullptr))
        throw gst::BuildError("the picture that stands in cannot be encoded");

    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = [](GstAppSink* sink, gpointer data) {
        return (*static_cast<std::shared_ptr<Outlet>*>(data))->take(sink);
    };
    gst_app_sink_set_callbacks(
        GST_APP_SINK(appsink.get()), &callbacks, new std::shared_ptr<Outlet>(outlet_),
        [](gpointer data) { delete static_cast<std::shared_ptr<Outlet>*>(data); });
    bus_ = gst::BusWatch(pipeline_.get(), [this](GstMessage* message) {
        if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
            events_.failed(gst::describeError(message));
    });
    pipeline_.play();
    push();
    every_.every(kInterval, [this] { push(); });
}

StandIn::~StandIn() {
    outlet_->close();
}

void StandIn::push() {
    // A copy of the description; the pixels are shared.
    gst_app_src_push_buffer(GST_APP_SRC(appsrc_.get()), gst_buffer_copy(picture_.get()));
}

gst::Pipeline StandIn::release() {
    every_.stop();
    outlet_->close();
    bus_.stop();
    return std::move(pipeline_);
}

} // namespace vitrine::camera
