// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feed.hpp"
#include "gst/HouseTime.hpp"
#include "util/Clock.hpp"
#include "util/JobQueue.hpp"
#include "util/LooseThread.hpp"
#include "util/MainLoop.hpp"
#include "util/Result.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::recording {

/// A picture of a camera.
struct Still {
    std::string jpeg;
    /// Another for each other picture.
    std::string tag;
    std::chrono::system_clock::time_point captured;
};

/// The newest picture of each camera, made of its newest key frame when somebody asks, on a thread
/// of its own: at most one a second for each camera, and one at a time, whoever and however many
/// ask.
///
/// Owner: Daemon. Thread: main. Calls out on: main (`done`).
class Stills {
  public:
    using Picture = std::shared_ptr<const Still>;
    using Done = std::function<void(const util::Result<Picture>&)>;
    /// A picture made so lately is given to everybody who asks.
    static constexpr std::chrono::seconds kFresh{1};

    explicit Stills(const gst::HouseTime& houseTime);
    ~Stills();
    Stills(const Stills&) = delete;
    Stills& operator=(const Stills&) = delete;

    /// Calls `done` with the newest picture of a live camera, at once where it is there already.
    void get(const fanout::Feed& feed, Done done);
    /// Forgets the picture of a camera that is there no more.
    void forget(std::string_view id);

  private:
    struct Entry {
        std::optional<util::Result<Picture>> made; // the last one, or why there is none
        util::Clock::time_point when{};
        std::vector<Done> waiting; // for the one that is being made
    };
    std::string tagOf(const fanout::FanOut::Key& key) const;
    void make(const std::string& id, const fanout::FanOut::Key& key, std::string tag);
    void onMade(const std::string& id, util::Result<Picture> made);

    gst::HouseTime houseTime_;
    std::string began_; // tells the daemon's runs apart
    std::map<std::string, Entry, std::less<>> entries_;
    std::shared_ptr<util::JobQueue>
        jobs_; // from the first picture on; outlives this where a decoder hangs
    std::unique_ptr<util::LooseThread> thread_;
    util::Token token_;
};

} // namespace vitrine::recording
