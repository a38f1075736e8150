// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feed.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace vitrine::fanout {

/// Every configured camera, in the order of the configuration.
///
/// Owner: Daemon. Thread: main.
class Feeds {
  public:
    Feed& add(const config::Camera& camera, const camera::House& house,
              metrics::HouseMetrics& metrics);
    /// Ends a camera. Nobody may watch it any more.
    void remove(std::string_view id);
    /// Puts them in the order of these cameras, which must be the same ones.
    void arrange(const std::vector<config::Camera>& order);
    /// The camera's feed, or null.
    Feed* find(std::string_view id) const noexcept;
    const std::vector<std::unique_ptr<Feed>>& all() const noexcept { return feeds_; }

  private:
    std::vector<std::unique_ptr<Feed>> feeds_;
};

} // namespace vitrine::fanout
