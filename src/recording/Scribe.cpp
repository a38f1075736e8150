// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Scribe.hpp"

#include "gst/Error.hpp"
#include "util/Log.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::recording {
namespace {

using namespace std::chrono_literals;

// A camera that gives nothing for so long is offline. Earlier a film does not end, for one that
// stumbled would be recorded on only at its next key frame.
constexpr auto kIdle = 5s;
// Recordings grow old also while nothing is recorded.
constexpr auto kTidy = 60s;
// A full disk is not asked at every key frame: the first failure, and the last of a series.
constexpr auto kFirstPause = 1s;
constexpr auto kLongestPause = 30s;
// A disk that took everything for that long was well: the next failure begins a new series.
constexpr auto kGood = 10s;

} // namespace

Scribe::Scribe(const config::Recording& settings, std::string camera,
               std::shared_ptr<Intake> intake, RecordingMetrics metrics)
    : camera_(std::move(camera))
    , intake_(std::move(intake))
    , metrics_(std::move(metrics))
    , name_("recording-" + camera_)
    , writer_(settings, camera_)
    , pause_(kFirstPause) {}

void Scribe::run() {
    while (!intake_->finished())
        step();
    finish();
}

void Scribe::step() {
    const auto now = util::Clock::now();
    if (now >= tidyAt_) {
        writer_.tidy(std::chrono::system_clock::now());
        tidyAt_ = now + kTidy;
    }
    const bool filming = writer_.filmBegan().has_value();
    const auto frame = intake_->take(filming ? std::min(tidyAt_, lastFrame_ + kIdle) : tidyAt_);
    try {
        if (frame)
            record(*frame);
        else if (filming && util::Clock::now() >= lastFrame_ + kIdle)
            rest();
        wrote();
    } catch (const DiskError& error) {
        failed(error.what(), error.reason(), writer_.abandon());
    } catch (const gst::BuildError& error) {
        failed(error.what(), error.what(), writer_.abandon());
    }
}

void Scribe::record(const RecordedFrame& frame) {
    lastFrame_ = util::Clock::now();
    writer_.add(frame);
}

void Scribe::rest() {
    story().debug("ends its film: the camera gives nothing");
    intake_->awaitKey();
    writer_.close(); // which writes what was gathered
}

// A disk has taken something; whatever else happened is no news.
void Scribe::wrote() {
    const auto bytes = writer_.bytesWritten();
    if (bytes == bytesTold_)
        return;
    metrics_.bytes->add(bytes - std::exchange(bytesTold_, bytes));
    if (const auto begun = writer_.filmsBegun(); begun != filesTold_) {
        metrics_.files->add(begun - std::exchange(filesTold_, begun));
        story().debug("begins film ", begun);
    }
    metrics_.up->set(1);
    const auto now = util::Clock::now();
    if (std::exchange(failing_, false)) {
        goodSince_ = now;
        util::log::info(util::log::About("recording").camera(camera_), camera_,
                        " is recorded again; ", metrics_.dropped->value(),
                        " frames were left out so far");
    }
    if (now - goodSince_ > kGood)
        pause_ = kFirstPause;
    const std::lock_guard lock(mutex_);
    status_.state = writer_.filmBegan() ? Status::State::Recording : Status::State::Waiting;
    status_.reason.clear();
    status_.since = writer_.filmBegan();
}

void Scribe::failed(const std::string& what, const std::string& reason, std::size_t framesLost) {
    metrics_.dropped->add(framesLost);
    metrics_.errors->add();
    metrics_.up->set(0);
    if (!std::exchange(failing_, true))
        util::log::warning(util::log::About("recording").camera(camera_), camera_,
                           " is not recorded: ", what, "; it is tried again");
    story().debug("fails: ", what);
    intake_->rest(util::Clock::now() + pause_);
    pause_ = std::min<std::chrono::seconds>(pause_ * 2, kLongestPause);
    const std::lock_guard lock(mutex_);
    status_.state = Status::State::Failing;
    status_.reason = reason;
    status_.since.reset();
}

void Scribe::finish() {
    try {
        writer_.close();
        wrote();
    } catch (const DiskError& error) {
        failed(error.what(), error.reason(), writer_.abandon());
    }
    metrics_.up->set(0);
}

Status Scribe::status() const {
    Status status;
    {
        const std::lock_guard lock(mutex_);
        status = status_;
    }
    if (status.state != Status::State::Failing && intake_->behind())
        status.state = Status::State::Behind;
    status.bytes = metrics_.bytes->value();
    status.droppedFrames = metrics_.dropped->value();
    return status;
}

} // namespace vitrine::recording
