// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Camera.hpp"

#include "camera/CameraRun.hpp"
#include "camera/WorkerRun.hpp"
#include "gst/Error.hpp"
#include "util/MessageIds.hpp"
#include "util/Redact.hpp"

#include <system_error>
#include <utility>

namespace vitrine::camera {
namespace {

using namespace std::chrono_literals;

constexpr auto kWatchInterval = 1s;
// A source may have to log in, wait for a key frame and fill a decoder.
constexpr GstClockTime kStartDeadline = 20 * GST_SECOND;
// No live source is silent that long, whatever its frame rate.
constexpr GstClockTime kSilence = 5 * GST_SECOND;
// A run that lasted this long was a good one: the next failure begins a new series.
constexpr GstClockTime kGoodRun = 10 * GST_SECOND;
// A source says goodbye within moments, or something is wrong with it.
constexpr auto kPatience = 10s;
// Until then the last picture is news enough, and many a camera is back.
constexpr auto kStandInAfter = 500ms;
constexpr const char* kStuck = "the source does not let go of what it has open";

/// What of the settings a run is made of, apart from what it can be told later and what its encoder
/// may be told (EncodeSettings). What is new in the settings belongs to it unless it is taken out.
config::Camera streamOf(config::Camera settings) {
    settings.title.clear();
    settings.latency = {};
    settings.onDemand = {};
    settings.linger = {};
    settings.workerMemory = {};
    settings.record = {};
    settings.bitrate = {};
    settings.keyframeInterval = {};
    return settings;
}

} // namespace

Camera::Camera(config::Camera camera, const House& house, std::shared_ptr<FrameSink> frames,
               std::shared_ptr<KeyFrameRequester> keyFrames,
               std::shared_ptr<metrics::Counter> restarts, StateListener onState)
    : settings_(std::move(camera))
    , house_(house)
    , frames_(std::move(frames))
    , keyFrames_(std::move(keyFrames))
    , restarts_(std::move(restarts))
    , onState_(std::move(onState))
    , whereabouts_(settings_.source) {}

Camera::~Camera() {
    endStandIn();
    endRun();
}

void Camera::start() {
    if (std::exchange(wanted_, true))
        return;
    backOff_.reset();
    runWhenFree();
}

void Camera::stop() {
    if (!std::exchange(wanted_, false))
        return;
    ++runNumber_;
    retry_.stop();
    patience_.stop();
    due_ = false;
    whereabouts_.stopAwaiting();
    endRun();
    setState(leaving_ > 0 ? Phase::Stopping : Phase::Idle);
}

bool Camera::configure(config::Camera settings) {
    const auto before = std::exchange(settings_, std::move(settings));
    if (settings_.source != before.source) {
        whereabouts_ = Whereabouts(settings_.source);
        transcode_ = false; // what another source gives is not known
    }
    if (run_)
        run_->configure(settings_);
    if (standIn_) { // its words and its playout delay are the camera's
        endStandIn();
        awaitStandIn();
    }
    if (!wanted_ || goesOn(before))
        return false;
    story().debug("is configured otherwise: it starts anew");
    stop();
    start();
    return true;
}

// Whether what runs now, or is tried again and again, is what the settings ask for, or becomes it.
bool Camera::goesOn(const config::Camera& before) {
    const bool sameSource = streamOf(before) == streamOf(settings_);
    const auto was = encodeSettings(before);
    const auto is = encodeSettings(settings_);
    if (sameSource && was == is)
        return true;
    return sameSource && state_.phase == Phase::Live && run_ && run_->retune(was, is);
}

void Camera::runWhenFree() {
    // A camera that failed stays offline, with its reason, until it is live again.
    if (state_.phase != Phase::Offline)
        setState(Phase::Starting, state_.reason);
    if (leaving_ == 0) {
        run();
        return;
    }
    due_ = true;
    patience_.once(kPatience, [this] {
        util::log::warning(about(), settings_.id, ": ", kStuck);
        setState(Phase::Offline, kStuck);
    });
}

void Camera::onEnded() {
    story().debug("the source has let go");
    if (--leaving_ > 0)
        return;
    patience_.stop();
    if (std::exchange(due_, false))
        run();
    else if (!wanted_)
        setState(Phase::Idle);
}

void Camera::run() {
    ++runNumber_;
    ending_ = false;
    runBegan_ = house_.time.now();
    story().debug("run ", runNumber_, " begins",
                  transcode_ ? "; what passes through no browser is encoded anew" : "");
    try {
        run_ = makeRun();
        keyFrames_->connect(run_->keyFrameRequest());
        watchdog_.every(kWatchInterval, [this] { watch(); });
    } catch (const gst::BuildError& error) {
        onFailed(error.what());
    } catch (const std::system_error& error) {
        onFailed(std::string("its own process cannot be started: ") + error.what());
    }
}

std::unique_ptr<Run> Camera::makeRun() {
    auto settings = settings_;
    settings.source = whereabouts_.now();
    const Run::Events events{[this](auto caps) { onLive(std::move(caps)); },
                             [this](const auto& reason) { onFailed(reason); },
                             [this](const auto& reason) { onUnfit(reason); },
                             [this] {
                                 ++processes_;
                             }};
    if (settings.isolation != config::Isolation::Process)
        return std::make_unique<CameraRun>(settings, transcode_, house_.time, house_.reapers,
                                           stream_, frames_, events);
    ++processes_;
    return std::make_unique<WorkerRun>(settings, transcode_, house_, stream_, frames_, events);
}

void Camera::endRun() {
    watchdog_.stop();
    keyFrames_->disconnect();
    if (!run_)
        return;
    ++leaving_;
    story().debug("run ", runNumber_, " is taken down");
    run_->end([this, token = token_.weak()] { util::post(token, [this] { onEnded(); }); });
    run_.reset();
    stream_.disclaim();
}

void Camera::onLive(gst::Ref<GstCaps> caps) {
    caps_ = std::move(caps);
    facts_ = run_->facts();
    util::log::info(about(util::log::id::kCameraLive).alwaysTold(), settings_.id,
                    " is live: ", facts_.width, "x", facts_.height, ", ",
                    facts_.encoder.empty() ? "passed through without encoding" : facts_.encoder);
    whereabouts_.stopAwaiting();
    setState(Phase::Live);
}

void Camera::onFailed(const std::string& reason) {
    if (std::exchange(ending_, true))
        return; // one failure often posts several errors: the first tells most
    const auto ran = house_.time.now() - runBegan_;
    if (state_.phase == Phase::Live && ran > kGoodRun)
        backOff_.reset();
    const auto delay = backOff_.next();
    util::log::warning(about(util::log::id::kCameraOffline).alwaysTold(), settings_.id,
                       " is offline: ", reason, "; trying again in ", delay.count(), " ms");
    watchdog_.stop();
    // Called from the run's own bus watch: end it when that has returned.
    util::post(token_.weak(), [this, number = runNumber_] {
        if (number == runNumber_)
            endRun();
    });
    setState(Phase::Offline, util::redactUrls(reason));
    retryIn(delay);
    whereabouts_.await([this] { onSourceThere(); });
}

void Camera::retryIn(std::chrono::milliseconds delay) {
    retry_.once(delay, [this] {
        restarts_->add();
        runWhenFree();
    });
}

void Camera::onSourceThere() {
    if (!retry_.running())
        return;
    story().debug("the device or file is there: no more waiting");
    backOff_.reset();
    retryIn(0ms);
}

void Camera::onUnfit(const std::string& reason) {
    if (std::exchange(ending_, true))
        return;
    util::log::info(about(), settings_.id, " is encoded anew: ", reason);
    transcode_ = true;
    setState(Phase::Starting, reason);
    watchdog_.stop();
    util::post(token_.weak(), [this, number = runNumber_] {
        if (number != runNumber_)
            return;
        endRun();
        runWhenFree();
    });
}

void Camera::watch() {
    const auto now = house_.time.now();
    const auto last = run_->lastFrame();
    if (last == GST_CLOCK_TIME_NONE) {
        if (now - runBegan_ > kStartDeadline)
            onFailed("no picture within 20 s of starting");
    } else if (now > last && now - last > kSilence) {
        onFailed("no new picture for 5 s");
    } else if (state_.phase == Phase::Live) {
        facts_ = run_->facts(); // a stream that passes through may change its size as it goes
    }
}

void Camera::setState(Phase phase, std::string reason) {
    // Kept while it is offline; it is when it leaves Live that the time is known.
    State next{phase, std::move(reason), {}};
    if (phase == Phase::Offline)
        next.lastPicture = state_.phase == Phase::Live ? lastPictureTime() : state_.lastPicture;
    if (next == state_)
        return;
    story().debug(phaseWord(state_.phase), " -> ", phaseWord(next.phase),
                  next.reason.empty() ? "" : ": ", next.reason);
    state_ = std::move(next);
    if (state_.phase == Phase::Offline)
        awaitStandIn();
    else
        endStandIn();
    onState_(state_);
}

gst::Ref<GstCaps> Camera::caps() const {
    if (state_.phase == Phase::Live)
        return caps_;
    // In the form the viewers know, whose decoders all take the plainest profile, too.
    return standInCaps_ && caps_ ? caps_ : standInCaps_;
}

void Camera::setWatched(bool watched) {
    watched_ = watched;
    if (watched)
        awaitStandIn();
    else
        endStandIn();
}

void Camera::awaitStandIn() {
    if (watched_ && state_.phase == Phase::Offline && !standIn_ && !standInDue_.running())
        standInDue_.once(kStandInAfter, [this] { beginStandIn(); });
}

void Camera::beginStandIn() {
    story().debug("a picture stands in for it");
    try {
        standIn_ = std::make_unique<StandIn>(
            settings_, facts_, state_.lastPicture, house_.time, stream_, frames_,
            StandIn::Events{[this](auto caps) {
                                standInCaps_ = std::move(caps);
                                onState_(state_);
                            },
                            [this](const auto& reason) {
                                util::log::warning(about(), settings_.id,
                                                   ": no picture stands in for it: ", reason);
                            }});
    } catch (const gst::BuildError& error) {
        util::log::warning(about(), settings_.id, ": no picture stands in for it: ", error.what());
    }
}

void Camera::endStandIn() {
    standInDue_.stop();
    standInCaps_.reset();
    if (standIn_)
        house_.reapers.reap(std::exchange(standIn_, nullptr)->release());
}

std::optional<metrics::WorkerUse> Camera::worker() const {
    auto facts = run_ ? run_->worker() : std::nullopt;
    if (facts)
        facts->restarts = processes_ - 1;
    return facts;
}

std::string Camera::lastPictureTime() const {
    const auto last = run_ ? run_->lastFrame() : GST_CLOCK_TIME_NONE;
    const auto now = house_.time.now();
    const auto age = GST_CLOCK_TIME_IS_VALID(last) && last < now ? now - last : 0;
    const gst::Unique<GDateTime, g_date_time_unref> wall(g_date_time_new_from_unix_utc(
        (g_get_real_time() - static_cast<gint64>(age / 1000)) / G_USEC_PER_SEC));
    const gst::CharPtr text(g_date_time_format(wall.get(), "%Y-%m-%dT%H:%M:%SZ"));
    return text.get();
}

} // namespace vitrine::camera
