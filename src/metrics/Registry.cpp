// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics/Registry.hpp"

#include <algorithm>
#include <stdexcept>

namespace vitrine::metrics {
namespace {

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// prometheus.io/docs/concepts/data_model, without the colon, which belongs to recording rules.
bool isName(std::string_view name) {
    return !name.empty() && isLetter(name.front()) &&
           std::all_of(name.begin(), name.end(), [](char c) { return isLetter(c) || isDigit(c); });
}

bool isLabelName(std::string_view name) {
    return isName(name) && !name.starts_with("__") && name != "le";
}

void requireNames(const FamilyHead& head) {
    if (!isName(head.name))
        throw std::logic_error("metric name \"" + head.name +
                               "\" must be letters, digits and underscores");
    for (const auto& label : head.labels) {
        if (!isLabelName(label))
            throw std::logic_error("metric " + head.name + ": label \"" + label +
                                   "\" must be letters, digits and underscores, not le or __*");
    }
}

} // namespace

template <typename Value>
Family<Value>& Registry::familyOf(FamilyHead head) {
    requireNames(head);
    using Owned = std::unique_ptr<Family<Value>>;
    const std::lock_guard lock(mutex_);
    auto found = families_.find(head.name);
    if (found == families_.end()) {
        auto name = head.name;
        found = families_
                    .emplace(std::move(name),
                             AnyFamily{std::make_unique<Family<Value>>(std::move(head))})
                    .first;
        return *std::get<Owned>(found->second);
    }
    const auto* same = std::get_if<Owned>(&found->second);
    if (!same || (*same)->head().labels != head.labels)
        throw std::logic_error("metric " + head.name +
                               " already stands for another kind or has other labels");
    return **same;
}

Family<Counter>& Registry::counter(std::string name, std::string help, Labels labels) {
    return familyOf<Counter>({std::move(name), std::move(help), std::move(labels)});
}

Family<Gauge>& Registry::gauge(std::string name, std::string help, Labels labels) {
    return familyOf<Gauge>({std::move(name), std::move(help), std::move(labels)});
}

Family<Histogram>& Registry::histogram(std::string name, std::string help, Labels labels) {
    return familyOf<Histogram>({std::move(name), std::move(help), std::move(labels)});
}

void Registry::addCollector(std::function<std::vector<Sample>()> collector) {
    const std::lock_guard lock(mutex_);
    collectors_.push_back(std::move(collector));
}

void Registry::removeSeries(std::string_view label, std::string_view value) {
    const std::string labelName{label};
    const std::string labelValue{value};
    const std::lock_guard lock(mutex_);
    for (auto& [name, any] : families_)
        std::visit([&](auto& family) { family->remove(labelName, labelValue); }, any);
}

std::vector<const AnyFamily*> Registry::families() const {
    std::vector<const AnyFamily*> all;
    const std::lock_guard lock(mutex_);
    all.reserve(families_.size());
    for (const auto& [name, any] : families_)
        all.push_back(&any);
    return all;
}

std::vector<Sample> Registry::collect() const {
    std::vector<std::function<std::vector<Sample>()>> collectors;
    {
        const std::lock_guard lock(mutex_);
        collectors = collectors_;
    }
    std::vector<Sample> samples;
    for (const auto& collector : collectors) {
        auto more = collector();
        std::move(more.begin(), more.end(), std::back_inserter(samples));
    }
    return samples;
}

} // namespace vitrine::metrics
