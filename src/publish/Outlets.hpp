// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "fanout/Feeds.hpp"
#include "publish/Forward.hpp"
#include "publish/HttpClient.hpp"
#include "publish/Publication.hpp"
#include "publish/PublishMetrics.hpp"
#include "util/MainLoop.hpp"
#include "viewer/House.hpp"
#include "viewer/Registry.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::publish {

/// Every way by which cameras leave this machine but for its own viewers: what is published, what
/// is forwarded; and where viewers go who are one too many here.
///
/// Owner: Daemon. Thread: main.
class Outlets {
  public:
    /// `house` is copied; its `ice` is what holds for servers elsewhere. All else outlives this.
    Outlets(fanout::Feeds& feeds, const viewer::Registry& viewers, const viewer::House& house,
            metrics::Registry& metrics)
        : feeds_(feeds)
        , viewers_(viewers)
        , house_(house)
        , metrics_(metrics) {}
    Outlets(const Outlets&) = delete;
    Outlets& operator=(const Outlets&) = delete;
    ~Outlets() = default;

    /// Makes it as the configuration has it, whose cameras there must be: what is the same goes on
    /// unnoticed.
    void apply(const config::Config& config);
    /// Ends what a camera has, because it is about to go.
    void endAllOf(std::string_view camera);
    /// Ends everything, and calls `done` when every server was told, or after `patience`.
    void endAll(std::chrono::milliseconds patience, std::function<void()> done);

    /// Where one more viewer of the camera is to go; nothing while there is room here, and while
    /// the camera is not to be seen there.
    std::optional<std::string> elsewhere(std::string_view camera) const;

    const std::vector<std::unique_ptr<Publication>>& publications() const noexcept {
        return publications_;
    }
    const std::vector<std::unique_ptr<Forward>>& forwards() const noexcept { return forwards_; }

  private:
    void check();
    void watch();

    fanout::Feeds& feeds_;
    const viewer::Registry& viewers_;
    viewer::House house_;
    PublishMetrics metrics_;
    config::Elsewhere elsewhere_;
    HttpClient http_;
    std::vector<std::unique_ptr<Publication>> publications_;
    std::vector<std::unique_ptr<Forward>> forwards_;
    util::Timer checks_; // while there are publications
    util::Clock::time_point lastCheck_{};
    util::Timer ending_;
};

} // namespace vitrine::publish
