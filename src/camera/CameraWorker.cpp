// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/CameraWorker.hpp"

#include "camera/CameraRun.hpp"
#include "camera/FrameWriter.hpp"
#include "camera/KeyFrameRequester.hpp"
#include "camera/Offer.hpp"
#include "gst/Drawings.hpp"
#include "gst/Error.hpp"
#include "gst/Init.hpp"
#include "gst/Story.hpp"
#include "util/ExitCode.hpp"
#include "util/Log.hpp"
#include "worker/Process.hpp"
#include "worker/SystemCalls.hpp"

#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

#include <optional>
#include <string_view>
#include <utility>

namespace vitrine::camera {
namespace {

constexpr std::chrono::seconds kLook{1};

worker::TimeSource timeSource(CaptureTime time) {
    switch (time) {
    case CaptureTime::Source:
        return worker::TimeSource::Source;
    case CaptureTime::SenderReport:
        return worker::TimeSource::SenderReport;
    case CaptureTime::Arrival:
        break;
    }
    return worker::TimeSource::Arrival;
}

worker::Format formatOf(const StreamFacts& facts, const GstCaps* caps) {
    worker::Format format;
    format.profileLevelId = static_cast<std::uint32_t>(
        g_ascii_strtoull(profileLevelId(caps).c_str(), nullptr, 16) & 0xFFFFFF);
    format.width = static_cast<std::uint16_t>(facts.width);
    format.height = static_cast<std::uint16_t>(facts.height);
    format.timeSource = timeSource(facts.captureTime);
    format.encoder = facts.encoder;
    return format;
}

// What the daemon always keeps of a camera's story and of everybody's warnings comes to it, beside
// what is asked for.
void tell(gst::DebugLog& log, gst::DebugThresholds asked) {
    asked.raise(GST_LEVEL_WARNING);
    for (const auto room : {gst::Room::Camera, gst::Room::Gst}) {
        const auto* story = gst_debug_category_get_name(gst::debugCategory(room));
        if (asked.levelOf(story) < GST_LEVEL_DEBUG)
            asked.add({story, GST_LEVEL_DEBUG});
    }
    log.show(std::move(asked));
}

/// One camera's run in this process, and the daemon's word about it.
///
/// Owner: runCameraWorker(). Thread: main.
class CameraWorker {
  public:
    explicit CameraWorker(gst::DebugLog& debugLog)
        : debugLog_(debugLog)
        , channel_(
              std::make_shared<worker::Channel>(worker::Descriptor(worker::kChannelDescriptor)))
        , loop_(g_main_loop_new(nullptr, FALSE))
        , frames_(std::make_shared<FrameWriter>(channel_, takeMemory(), houseTime_,
                                                [keyFrames = keyFrames_] { keyFrames->request(); }))
        , reading_(g_unix_fd_add(
              channel_->descriptor(), GIOCondition(G_IO_IN | G_IO_HUP | G_IO_ERR),
              [](gint, GIOCondition, gpointer self) -> gboolean {
                  static_cast<CameraWorker*>(self)->read();
                  return G_SOURCE_CONTINUE;
              },
              this)) {
        beat();
        beating_.every(worker::Beat::kEvery, [this] { beat(); });
    }
    ~CameraWorker() {
        g_source_remove(reading_);
        keyFrames_->disconnect();
        if (run_)
            run_->end({});
    }
    CameraWorker(const CameraWorker&) = delete;
    CameraWorker& operator=(const CameraWorker&) = delete;

    void work() { g_main_loop_run(loop_.get()); }

  private:
    static worker::SharedMemory takeMemory() {
        const worker::Descriptor memory(worker::kMemoryDescriptor);
        return {memory.get(), worker::SharedMemory::Access::ReadWrite};
    }

    void read() {
        const auto received = channel_->receive();
        if (received.what == worker::Channel::Got::Nothing)
            return;
        if (received.what == worker::Channel::Got::Gone)
            return end();
        const auto message = worker::readToWorker(received.message);
        if (!message) {
            util::log::error("camera", "the daemon sent ", message.error().message);
            return end();
        }
        std::visit([this](const auto& each) { obey(each); }, message.value());
    }

    void obey(const worker::Configure& configure) {
        if (run_)
            return;
        settings_ = configure.camera;
        gst::Story::ofCamera(gst::Room::Camera, settings_.id)
            .debug("process ", getpid(), " begins");
        try {
            run_.emplace(
                settings_, configure.transcode, houseTime_, reapers_, stream_, frames_,
                CameraRun::Events{[this](auto caps) { onLive(std::move(caps)); },
                                  [this](const auto& reason) { endWith(worker::Failed{reason}); },
                                  [this](const auto& reason) { endWith(worker::Unfit{reason}); },
                                  {}});
            keyFrames_->connect(run_->keyFrameRequest());
        } catch (const gst::BuildError& error) {
            endWith(worker::Failed{error.what()});
        }
    }
    void obey(const worker::Release& slots) {
        if (!frames_->release(slots))
            util::log::error("camera", settings_.id, ": the daemon gave a slot back twice");
    }
    void obey(const worker::ForceKeyUnit& /*nothing*/) { keyFrames_->request(); }
    void obey(const worker::Retune& retune) {
        auto changed = settings_;
        changed.bitrate = retune.bitrate;
        changed.keyframeInterval = retune.keyframeInterval;
        if (run_ && !run_->retune(encodeSettings(settings_), encodeSettings(changed)))
            return endWith(worker::Failed{"the encoder takes no other settings while it runs"});
        settings_ = std::move(changed);
    }
    void obey(const worker::Draw& draw) {
        if (run_)
            drawings_.draw(run_->pipeline(), [this, number = draw.number](const std::string& dot) {
                frames_->sendDrawing(number, dot);
            });
    }
    void obey(const worker::Debug& debug) {
        if (auto asked = gst::DebugThresholds::parse(debug.thresholds))
            tell(debugLog_, std::move(asked).value());
        if (run_)
            gst::Story::ofCamera(gst::Room::Camera, settings_.id)
                .debug("the debug log is now \"", debug.thresholds, '"');
    }
    void obey(const worker::Stop& /*nothing*/) { end(); }

    void onLive(gst::Ref<GstCaps> caps) {
        caps_ = std::move(caps);
        look();
        looking_.every(kLook, [this] { look(); });
    }
    // A stream that passes through may change its size as it goes.
    void look() { frames_->setFormat(formatOf(run_->facts(), caps_.get())); }

    void beat() { channel_->send(worker::write(worker::FromWorker(worker::Beat{}))); }

    void endWith(const worker::FromWorker& last) {
        channel_->send(worker::write(last));
        end();
    }
    void end() { g_main_loop_quit(loop_.get()); }

    gst::DebugLog& debugLog_;
    std::shared_ptr<worker::Channel> channel_;
    gst::Unique<GMainLoop, g_main_loop_unref> loop_;
    gst::HouseTime houseTime_;
    // A source that does not let go is the daemon's to kill.
    gst::Reapers reapers_{"source-reaper", [] {
                          }};
    std::shared_ptr<KeyFrameRequester> keyFrames_ = std::make_shared<KeyFrameRequester>();
    std::shared_ptr<FrameWriter> frames_;
    RtpStream stream_;
    config::Camera settings_;
    gst::Ref<GstCaps> caps_;
    std::optional<CameraRun> run_;
    util::Timer looking_;
    util::Timer beating_;
    gst::Drawings drawings_;
    unsigned reading_;
};

} // namespace

int runCameraWorker() {
    // GStreamer has programs of its own to run, which are to have nothing of it.
    for (const auto descriptor : {worker::kChannelDescriptor, worker::kMemoryDescriptor})
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    worker::forbidSystemCalls();
    const gst::Library gstreamer;
    tell(gstreamer.debugLog(), gstreamer.debugLog().shown());
    CameraWorker(gstreamer.debugLog()).work();
    return toInt(util::ExitCode::Ok);
}

bool isCameraWorker(int argc, char** argv) {
    return argc == 3 && argv[1] == std::string_view("--camera-worker");
}

} // namespace vitrine::camera
