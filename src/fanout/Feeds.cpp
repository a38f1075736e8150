// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/Feeds.hpp"

#include <algorithm>

namespace vitrine::fanout {

Feed& Feeds::add(const config::Camera& camera, const camera::House& house,
                 metrics::HouseMetrics& metrics) {
    return *feeds_.emplace_back(std::make_unique<Feed>(camera, house, metrics));
}

void Feeds::remove(std::string_view id) {
    std::erase_if(feeds_, [id](const auto& feed) { return feed->settings().id == id; });
}

void Feeds::arrange(const std::vector<config::Camera>& order) {
    const auto place = [&order](const auto& feed) {
        return std::find_if(order.begin(), order.end(), [&feed](const auto& camera) {
            return camera.id == feed->settings().id;
        });
    };
    std::sort(feeds_.begin(), feeds_.end(),
              [&place](const auto& a, const auto& b) { return place(a) < place(b); });
}

Feed* Feeds::find(std::string_view id) const noexcept {
    for (const auto& feed : feeds_)
        if (feed->settings().id == id)
            return feed.get();
    return nullptr;
}

} // namespace vitrine::fanout
