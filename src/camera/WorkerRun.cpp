// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/WorkerRun.hpp"

#include "camera/Retune.hpp"

#include <utility>

namespace vitrine::camera {

WorkerRun::WorkerRun(const config::Camera& camera, bool transcode, const gst::HouseTime& houseTime,
                     RtpStream& stream, std::shared_ptr<FrameSink> frames, Events events)
    : settings_(camera)
    , transcode_(transcode)
    , events_(std::move(events))
    , frames_(std::make_shared<LentFrames>(
          stream, houseTime, camera.latency, std::move(frames),
          LentFrames::Events{[live = events_.live, token = token_.weak()](auto caps) {
                                 util::post(token, [live, caps] { live(caps); });
                             },
                             [](LentFrames::Giver) {
                             }}))
    , link_(start(1)) {}

WorkerRun::~WorkerRun() {
    frames_->close();
}

std::unique_ptr<WorkerLink> WorkerRun::start(LentFrames::Giver giver) {
    frames_->letIn(giver);
    return std::make_unique<WorkerLink>(
        settings_, transcode_,
        WorkerLink::Listener{
            [frames = frames_, giver](const auto& format) { frames->setFormat(giver, format); },
            [frames = frames_, giver](const auto& frame, const auto& loan) {
                return frames->take(giver, frame, loan);
            },
            [this](const auto& ending) {
                onOver(ending);
            }});
}

std::function<void()> WorkerRun::keyFrameRequest() const {
    return link_->keyFrameRequest();
}

bool WorkerRun::retune(const EncodeSettings& from, const EncodeSettings& to) {
    const auto encoder = facts().encoder;
    if (encoder.empty())
        return true; // what passes through has nothing to be told
    if (!mayRetune(encoder, from, to))
        return false;
    settings_.bitrate = to.bitrate;
    settings_.keyframeInterval = to.keyframeInterval;
    link_->tell(worker::Retune{to.bitrate, to.keyframeInterval});
    return true;
}

void WorkerRun::end(gst::Reapers& reapers, std::function<void()> gone) {
    frames_->close();
    link_->end(reapers, std::move(gone));
}

void WorkerRun::onOver(const WorkerLink::Ending& ending) {
    (ending.unfit ? events_.unfit : events_.failed)(ending.reason);
}

} // namespace vitrine::camera
