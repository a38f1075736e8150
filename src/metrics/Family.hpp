// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/Values.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::metrics {

/// The value of each label, in the order of the family's label names.
using LabelValues = std::vector<std::string>;

/// More series than this in one family are gathered in one whose labels all say "other": a label
/// that grows without bound must not take the memory with it.
inline constexpr std::size_t kMaxSeries = 1000;
inline constexpr const char* kOtherLabel = "other";

/// What is common to a family of any kind: its name, its help and the names of its labels.
struct FamilyHead {
    std::string name;
    std::string help;
    std::vector<std::string> labels;
};

/// All series of one metric: one Counter, Gauge or Histogram for each set of label values.
///
/// Owner: the Registry. Thread: thread-safe; with() and remove() take a lock for a moment, so that
/// a streaming thread keeps what with() gave it. A series is shared because it may be removed
/// while a streaming thread still counts: that thread then counts on unseen.
template <typename Value>
class Family {
  public:
    explicit Family(FamilyHead head)
        : head_(std::move(head)) {
        if (head_.labels.empty())
            series_.emplace(LabelValues{}, std::make_shared<Value>());
    }
    ~Family() = default;
    Family(const Family&) = delete;
    Family& operator=(const Family&) = delete;
    Family(Family&&) = delete;
    Family& operator=(Family&&) = delete;

    const FamilyHead& head() const noexcept { return head_; }

    /// The series with these label values, made at zero when there is none yet. Missing values are
    /// empty, surplus ones are left out.
    std::shared_ptr<Value> with(LabelValues values = {}) {
        values.resize(head_.labels.size());
        const std::lock_guard lock(mutex_);
        if (const auto found = series_.find(values); found != series_.end())
            return found->second;
        if (series_.size() >= kMaxSeries)
            values.assign(head_.labels.size(), kOtherLabel);
        auto& place = series_[std::move(values)];
        if (!place)
            place = std::make_shared<Value>();
        return place;
    }

    /// Forgets every series whose label has this value. A family without that label keeps all.
    void remove(const std::string& label, const std::string& value) {
        for (std::size_t i = 0; i < head_.labels.size(); ++i) {
            if (head_.labels[i] != label)
                continue;
            const std::lock_guard lock(mutex_);
            std::erase_if(series_, [&](const auto& entry) { return entry.first[i] == value; });
        }
    }

    using Series = std::vector<std::pair<LabelValues, std::shared_ptr<const Value>>>;
    /// Every series, ordered by its label values.
    Series series() const {
        const std::lock_guard lock(mutex_);
        return {series_.begin(), series_.end()};
    }

  private:
    const FamilyHead head_;
    mutable std::mutex mutex_;
    std::map<LabelValues, std::shared_ptr<Value>> series_;
};

} // namespace vitrine::metrics
