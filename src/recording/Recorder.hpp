// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feed.hpp"
#include "recording/Scribe.hpp"
#include "util/LooseThread.hpp"

#include <memory>
#include <optional>

namespace vitrine::recording {

/// Keeps one camera on disk, as one more subscriber of its fan-out.
///
/// It does not have the camera run: an on-demand camera is recorded while somebody watches.
///
/// Owner: Recordings. Thread: main.
class Recorder {
  public:
    Recorder(const config::Recording& settings, const fanout::Feed& feed,
             const gst::HouseTime& houseTime, metrics::HouseMetrics& metrics);
    /// Leaves behind a thread that has not ended.
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Takes no more frames; what is here is still written.
    void end();
    /// Whether all is written by then, once it takes no more.
    bool endsBy(util::Clock::time_point when) const { return thread_->endsBy(when); }

    /// Whether it records this camera, in this way.
    bool serves(const config::Recording& settings, const fanout::Feed& feed) const {
        return settings_ == settings && fanOut_ == feed.fanOut();
    }
    Status status() const { return scribe_->status(); }

  private:
    config::Recording settings_;
    std::shared_ptr<fanout::FanOut> fanOut_;
    std::shared_ptr<Intake> intake_;
    std::shared_ptr<Scribe> scribe_;
    std::optional<util::LooseThread> thread_; // always, once it is made
    std::shared_ptr<fanout::Subscription> subscription_;
};

} // namespace vitrine::recording
