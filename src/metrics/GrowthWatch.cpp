// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics/GrowthWatch.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace vitrine::metrics {
namespace {

// From the residuals in their order in time. Held below 1, where no error would be wide enough.
double autocorrelation(const std::vector<double>& residuals) {
    double products = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < residuals.size(); ++i) {
        squares += residuals[i] * residuals[i];
        products += i > 0 ? residuals[i] * residuals[i - 1] : 0.0;
    }
    constexpr double kMost = 0.9;
    return squares > 0.0 ? std::clamp(products / squares, 0.0, kMost) : 0.0;
}

} // namespace

// Within a group numbers differ by less than an eighth: 1, 2, ... 8, 9, 10 to 11, 12 to 13, ...
std::size_t GrowthWatch::groupOf(std::size_t viewers) noexcept {
    constexpr std::size_t kExact = 8;
    constexpr double kWidth = 1.125;
    if (viewers <= kExact)
        return viewers;
    return kExact +
           static_cast<std::size_t>(std::log(static_cast<double>(viewers) / kExact) /
                                    std::log(kWidth)) +
           1;
}

void GrowthWatch::add(const MemorySample& sample) {
    if (last_) {
        const std::chrono::duration<double, std::ratio<3600>> hours = sample.at - last_->at;
        viewerHours_ +=
            hours.count() * static_cast<double>(std::max<std::size_t>(last_->viewers, 1));
    }
    last_ = sample;
    const auto group = groupOf(sample.viewers);
    if (blocks_.empty() || blocks_.back().group != group ||
        sample.at - blocks_.back().began >= kBlock) {
        // One that comings and goings cut short says little.
        if (!blocks_.empty() && sample.at - blocks_.back().began < kBlock / 2)
            blocks_.pop_back();
        blocks_.push_back(
            {sample.at, group, static_cast<double>(sample.viewers), viewerHours_, sample.bytes});
        if (blocks_.size() > kMostBlocks + 1)
            blocks_.pop_front();
        return;
    }
    auto& block = blocks_.back();
    if (sample.bytes < block.bytes) {
        block.bytes = sample.bytes;
        block.viewers = static_cast<double>(sample.viewers);
        block.viewerHours = viewerHours_;
    }
}

std::optional<Growth> GrowthWatch::growth() const {
    if (blocks_.empty())
        return std::nullopt;
    const auto closed = blocks_.size() - 1;
    auto whole = closed < kLeastBlocks ? std::nullopt : fit(0, closed);
    if (!whole)
        return std::nullopt;
    const auto early = fit(0, closed / 2);
    const auto late = fit(closed / 2, closed);
    const auto goesOn = [&](const std::optional<Growth>& half) {
        return half && half->bytesPerViewerHour > whole->bytesPerViewerHour / 3;
    };
    whole->significant = whole->bytes > kNoticeable &&
                         whole->bytesPerViewerHour > kSure * whole->standardError &&
                         goesOn(early) && goesOn(late);
    return whole;
}

std::optional<Growth> GrowthWatch::fit(std::size_t first, std::size_t last) const {
    const auto deviations = deviationsFromGroups(first, last);
    // What viewers explain is taken out of both (Frisch and Waugh): what is left of the hours are
    // hours, and not that viewers became more in them.
    double vv = 0.0;
    double vx = 0.0;
    double vy = 0.0;
    for (const auto& each : deviations.points) {
        vv += each.viewers * each.viewers;
        vx += each.viewers * each.hours;
        vy += each.viewers * each.bytes;
    }
    double xx = 0.0;
    double xy = 0.0;
    const auto eachLeft = [&](const auto& use) {
        for (const auto& each : deviations.points)
            use(each.hours - (vv > 0.0 ? each.viewers * vx / vv : 0.0),
                each.bytes - (vv > 0.0 ? each.viewers * vy / vv : 0.0));
    };
    eachLeft([&](double x, double y) {
        xx += x * x;
        xy += x * y;
    });
    const auto freedom =
        static_cast<double>(last - first) - static_cast<double>(deviations.groups) - 2;
    constexpr double kLeastFreedom = 3.0;
    if (freedom < kLeastFreedom || xx <= 0.0)
        return std::nullopt;
    const double slope = xy / xx;
    std::vector<double> residuals;
    double squares = 0.0;
    eachLeft([&](double x, double y) {
        residuals.push_back(y - slope * x);
        squares += residuals.back() * residuals.back();
    });
    const auto alike = autocorrelation(residuals);
    Growth growth;
    growth.bytesPerViewerHour = slope;
    growth.standardError = std::sqrt(squares / freedom / xx * (1.0 + alike) / (1.0 - alike));
    growth.bytes = slope * (blocks_[last - 1].viewerHours - blocks_[first].viewerHours);
    return growth;
}

GrowthWatch::Deviations GrowthWatch::deviationsFromGroups(std::size_t first,
                                                          std::size_t last) const {
    struct Sum {
        Point point;
        double count = 0.0;
    };
    std::map<std::size_t, Sum> groups;
    for (auto i = first; i < last; ++i) {
        auto& sum = groups[blocks_[i].group];
        sum.point.viewers += blocks_[i].viewers;
        sum.point.hours += blocks_[i].viewerHours;
        sum.point.bytes += blocks_[i].bytes;
        ++sum.count;
    }
    Deviations deviations;
    deviations.groups = groups.size();
    for (auto i = first; i < last; ++i) {
        const auto& [point, count] = groups[blocks_[i].group];
        deviations.points.push_back({blocks_[i].viewers - point.viewers / count,
                                     blocks_[i].viewerHours - point.hours / count,
                                     blocks_[i].bytes - point.bytes / count});
    }
    return deviations;
}

} // namespace vitrine::metrics
