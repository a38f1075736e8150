// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Story.hpp"
#include "metrics/HouseMetrics.hpp"
#include "recording/FilmWriter.hpp"
#include "recording/Intake.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace vitrine::recording {

/// How a recording is, for people.
struct Status {
    enum class State {
        Waiting,   ///< for the camera's next key frame
        Recording, ///< the disk takes what comes
        Behind,    ///< the disk is too slow: frames are left out until it has caught up
        Failing    ///< the disk takes nothing; it is tried again
    };
    State state = State::Waiting;
    /// Why it is Failing.
    std::string reason;
    /// When the file began that is being written.
    std::optional<std::chrono::system_clock::time_point> since;
    std::uint64_t bytes = 0;
    std::uint64_t droppedFrames = 0;
};

/// The series of one recording. Thread: thread-safe.
struct RecordingMetrics {
    RecordingMetrics(metrics::HouseMetrics& house, const std::string& camera)
        : up(house.recordingUp.with({camera}))
        , bytes(house.recordingBytes.with({camera}))
        , files(house.recordingFiles.with({camera}))
        , dropped(house.recordingDroppedFrames.with({camera}))
        , errors(house.recordingErrors.with({camera})) {}

    std::shared_ptr<metrics::Gauge> up;
    std::shared_ptr<metrics::Counter> bytes;
    std::shared_ptr<metrics::Counter> files;
    std::shared_ptr<metrics::Counter> dropped;
    std::shared_ptr<metrics::Counter> errors;
};

/// Writes what an Intake takes to the disk, until that is closed. A disk that refuses is tried
/// again, ever more rarely, for ever; whatever it does is nobody else's business.
///
/// Owner: shared by Recorder and the thread that runs it, which may hang in the disk. Thread: run()
/// on that one, once; status() is thread-safe.
class Scribe {
  public:
    Scribe(const config::Recording& settings, std::string camera, std::shared_ptr<Intake> intake,
           RecordingMetrics metrics);

    /// Writes until the intake is closed and empty.
    void run();
    Status status() const;

  private:
    void step();
    void record(const RecordedFrame& frame);
    void rest();
    void wrote();
    void failed(const std::string& what, const std::string& reason, std::size_t framesLost);
    void finish();
    gst::Story story(gst::Place where = gst::Place::here()) const {
        return {gst::Room::Recording, name_, where};
    }

    std::string camera_;
    std::shared_ptr<Intake> intake_;
    RecordingMetrics metrics_;
    std::string name_;            // in the debug log
    FilmWriter writer_;           // run()'s, as is all that has no lock
    std::uint64_t bytesTold_ = 0; // to the metrics
    std::uint64_t filesTold_ = 0;
    util::Clock::time_point lastFrame_{};
    std::chrono::seconds pause_; // after the next failure
    bool failing_ = false;
    util::Clock::time_point goodSince_{}; // when it last began to work
    util::Clock::time_point tidyAt_{};
    mutable std::mutex mutex_;
    Status status_; // guarded by mutex_; without what others count
};

} // namespace vitrine::recording
