// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feeds.hpp"
#include "recording/Recorder.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::recording {

/// Every camera's recording, where one is configured.
///
/// Owner: Daemon, which ends it last of all. Thread: main; waits for no disk but in the destructor.
/// Calls out on: main (`giveUp`, in the destructor).
class Recordings {
  public:
    /// `giveUp` is called at the end when a disk hangs even then: GStreamer's own end would wait
    /// for the muxer in front of it.
    Recordings(const gst::HouseTime& houseTime, metrics::HouseMetrics& metrics,
               std::function<void()> giveUp)
        : houseTime_(houseTime)
        , metrics_(metrics)
        , giveUp_(std::move(giveUp)) {}
    /// Has everything written that is here, within reason.
    ~Recordings();
    Recordings(const Recordings&) = delete;
    Recordings& operator=(const Recordings&) = delete;

    /// Records these cameras as they say, and no other; what is recorded as it should be goes on.
    void apply(const std::vector<config::Camera>& cameras, const fanout::Feeds& feeds);

    /// How a camera's recording is; nothing when there is none.
    std::optional<Status> of(std::string_view camera) const;

  private:
    void end(std::unique_ptr<Recorder> recorder);

    gst::HouseTime houseTime_;
    metrics::HouseMetrics& metrics_;
    std::function<void()> giveUp_;
    std::map<std::string, std::unique_ptr<Recorder>, std::less<>> recorders_;
    std::vector<std::unique_ptr<Recorder>> ending_;
};

} // namespace vitrine::recording
