// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/CameraRun.hpp"

#include "camera/FrameClock.hpp"
#include "camera/Offer.hpp"
#include "camera/Reason.hpp"
#include "camera/Retune.hpp"
#include "gst/CaptureTime.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "rtp/SenderReport.hpp"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

namespace vitrine::camera {
class CameraRun::Outlet {
  public:
    Outlet(RtpStream& stream, const Source& source, const gst::HouseTime& houseTime,
           std::shared_ptr<FrameSink> frames, std::function<void(gst::Ref<GstCaps>)> live)
        : stream_(stream)
        , assembler_(stream)
        , began_(houseTime.now())
        , source_(source)
        , houseTime_(houseTime)
        , frames_(std::move(frames))
        , live_(std::move(live)) {}

    /// After this returns no frame goes out. Main.
    void close() {
        const std::lock_guard lock(mutex_);
        frames_.reset();
    }

    GstClockTime lastFrame() const noexcept { return lastFrame_.load(std::memory_order_relaxed); }

    GstFlowReturn take(GstAppSink* appsink) {
        const gst::Ref<GstSample> sample(gst_app_sink_pull_sample(appsink), gst::adopt);
        if (!sample)
            return GST_FLOW_EOS;
        // The one lock held across a call-out: it is what lets close() promise silence, and nobody
        // else takes it.
        const std::lock_guard lock(mutex_);
        if (!frames_)
            return GST_FLOW_FLUSHING;
        const auto offset = houseOffset(GST_ELEMENT(appsink));
        if (auto* list = gst_sample_get_buffer_list(sample.get())) {
            for (guint i = 0; i < gst_buffer_list_length(list); ++i)
                takePacket(gst_buffer_list_get(list, i), sample.get(), offset);
        } else if (auto* buffer = gst_sample_get_buffer(sample.get())) {
            takePacket(buffer, sample.get(), offset);
        }
        return GST_FLOW_OK;
    }

  private:
    // From this pipeline's running time to house time.
    GstClockTimeDiff houseOffset(GstElement* appsink) const {
        return GST_CLOCK_DIFF(houseTime_.epoch(), gst_element_get_base_time(appsink));
    }

    void takePacket(GstBuffer* packet, GstSample* sample, GstClockTimeDiff offset) {
        // The packets of one frame share its time: the first one's.
        if (!clock_)
            clock_.emplace(std::max(began_, stream_.claim()));
        if (!frameTime_)
            begin(clock_->place(claimedTime(packet, sample, offset), houseTime_.now()));
        auto frame = assembler_.add({packet, gst::share}, *frameTime_, frameNtp_);
        if (!frame)
            return;
        frameTime_.reset();
        frame->captured = frameCaptured_;
        frame->keyOnRequest = source_.encodes();
        frame->ready = std::max(houseTime_.now(), frame->time);
        lastFrame_.store(frame->ready, std::memory_order_relaxed);
        if (live_)
            std::exchange(live_, {})(offeredCaps(gst_sample_get_caps(sample)));
        frames_->onFrame(*frame);
    }

    void begin(GstClockTime time) {
        frameTime_ = time;
        const auto before = source_.beforeArrival().value_or(0);
        frameCaptured_ = time > before ? time - before : 0;
        frameNtp_ = rtp::toNtp(houseTime_.wallAt(frameCaptured_));
    }

    // What the source says of the frame's capture, in house time.
    static std::optional<GstClockTimeDiff> claimedTime(GstBuffer* packet, GstSample* sample,
                                                       GstClockTimeDiff offset) {
        const auto running = gst_segment_to_running_time(gst_sample_get_segment(sample),
                                                         GST_FORMAT_TIME, GST_BUFFER_PTS(packet));
        if (!GST_CLOCK_TIME_IS_VALID(running))
            return {};
        return static_cast<GstClockTimeDiff>(running) + offset;
    }

    std::mutex mutex_;
    RtpStream& stream_;        // alive as long as frames_ is set
    FrameAssembler assembler_; // guarded by mutex_
    GstClockTime began_;
    std::optional<FrameClock> clock_;       // guarded by mutex_; from the first packet on
    std::optional<GstClockTime> frameTime_; // guarded by mutex_; of the frame that is gathered
    GstClockTime frameCaptured_ = 0;        // guarded by mutex_
    std::uint64_t frameNtp_ = 0;            // guarded by mutex_; the same on the wall clock
    const Source& source_;                  // alive as long as frames_ is set
    gst::HouseTime houseTime_;
    std::shared_ptr<FrameSink> frames_;           // guarded by mutex_
    std::function<void(gst::Ref<GstCaps>)> live_; // guarded by mutex_
    std::atomic<GstClockTime> lastFrame_{GST_CLOCK_TIME_NONE};
};

CameraRun::CameraRun(const config::Camera& camera, bool transcode, const gst::HouseTime& houseTime,
                     gst::Reapers& reapers, RtpStream& stream, std::shared_ptr<FrameSink> frames,
                     Events events)
    : settings_(camera)
    , reapers_(reapers)
    , events_(std::move(events))
    , source_(camera, transcode)
    , pipeline_(("camera-" + camera.id).c_str())
    , outlet_(std::make_shared<Outlet>(stream, source_, houseTime, std::move(frames),
                                       [live = events_.live, token = token_.weak()](auto caps) {
                                           util::post(token, [live, caps] { live(caps); });
                                       }))
    , parse_(gst::makeElement("h264parse"))
    , payloader_(camera.latency, stream.ssrc())
    , appsink_(gst::makeElement("appsink")) {
    const gst::Ref<GstElement> source(source_.bin(), gst::share);
    // SPS and PPS before every IDR: a viewer may start at any of them.
    g_object_set(parse_.get(), "config-interval", -1, nullptr);
    g_object_set(appsink_.get(), "sync", FALSE, "async", FALSE, "max-buffers", 8U, "buffer-list",
                 TRUE, "enable-last-sample", FALSE, "emit-signals", FALSE, nullptr);
    for (const auto& element : {source, parse_, payloader_.element(), appsink_})
        pipeline_.add(element);
    if (!gst_element_link_many(source.get(), parse_.get(), payloader_.element().get(),
                               appsink_.get(), nullptr))
        throw gst::BuildError("the source does not give H.264");

    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = [](GstAppSink* appsink, gpointer data) {
        return (*static_cast<std::shared_ptr<Outlet>*>(data))->take(appsink);
    };
    gst_app_sink_set_callbacks(
        GST_APP_SINK(appsink_.get()), &callbacks, new std::shared_ptr<Outlet>(outlet_),
        [](gpointer data) { delete static_cast<std::shared_ptr<Outlet>*>(data); });
    bus_ = gst::BusWatch(pipeline_.get(), [this](GstMessage* message) { onMessage(message); });
    gst_pipeline_use_clock(pipeline_.pipeline(), houseTime.clock());
    pipeline_.play();
}

CameraRun::~CameraRun() {
    outlet_->close();
}

std::function<void()> CameraRun::keyFrameRequest() const {
    // From this pad an upstream event reaches whatever makes the stream.
    return [pad = gst::staticPad(appsink_.get(), "sink")] {
        gst_pad_push_event(
            pad.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
    };
}

gst::Ref<GstElement> CameraRun::encoder() const {
    return {gst_bin_get_by_name(GST_BIN(source_.bin()), "encoder"), gst::adopt};
}

bool CameraRun::retune(const EncodeSettings& from, const EncodeSettings& to) {
    // What passes through has no encoder, and nothing to be told.
    return !source_.encodes() || camera::retune(encoder().get(), from, to);
}

StreamFacts CameraRun::facts() const {
    StreamFacts facts;
    const auto encoder = this->encoder();
    if (encoder)
        facts.encoder = gst::factoryName(encoder.get());
    facts.captureTime = source_.captureTime();
    if (const auto before = source_.beforeArrival())
        facts.beforeArrival = static_cast<double>(*before) / GST_SECOND;
    const auto pad = gst::staticPad(parse_.get(), "src");
    if (const gst::Ref<GstCaps> caps(gst_pad_get_current_caps(pad.get()), gst::adopt); caps) {
        const auto* structure = gst_caps_get_structure(caps.get(), 0);
        gst_structure_get(structure, "width", G_TYPE_INT, &facts.width, "height", G_TYPE_INT,
                          &facts.height, nullptr);
    }
    return facts;
}

GstClockTime CameraRun::lastFrame() const noexcept {
    return outlet_->lastFrame();
}

void CameraRun::end(std::function<void()> gone) {
    outlet_->close();
    bus_.stop();
    reapers_.reap(std::move(pipeline_), std::move(gone));
}

void CameraRun::onMessage(GstMessage* message) {
    switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
        events_.failed(reasonFor(message, settings_));
        break;
    case GST_MESSAGE_EOS:
        events_.failed("the source ended");
        break;
    case GST_MESSAGE_LATENCY:
        gst_bin_recalculate_latency(pipeline_.bin());
        break;
    case GST_MESSAGE_ELEMENT:
        if (gst_message_has_name(message, Source::kUnfitMessage)) {
            const auto* reason =
                gst_structure_get_string(gst_message_get_structure(message), "reason");
            events_.unfit(reason ? reason : "browsers cannot play it");
        }
        break;
    default:
        break;
    }
}

} // namespace vitrine::camera
