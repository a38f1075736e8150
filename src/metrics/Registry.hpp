// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/Family.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vitrine::metrics {

enum class Kind { Counter, Gauge };

/// A number that is read at the moment it is asked for, and has no labels.
struct Sample {
    std::string name;
    std::string help;
    Kind kind = Kind::Gauge;
    double value = 0.0;
};

/// A family of any kind, owned.
using AnyFamily = std::variant<std::unique_ptr<Family<Counter>>, std::unique_ptr<Family<Gauge>>,
                               std::unique_ptr<Family<Histogram>>>;

/// Every metric of the process, by name.
///
/// Owner: Daemon; everyone else has a reference and ends before it. There is no global one.
/// Thread: thread-safe. Calls out on: the thread of whoever calls collect().
class Registry {
  public:
    using Labels = std::vector<std::string>;

    /// The family of this name, made when there is none yet.
    ///
    /// Throws std::logic_error when the name or a label is not one of Prometheus' data model, or
    /// when the name already stands for another kind or other labels: a slip in the program.
    Family<Counter>& counter(std::string name, std::string help, Labels labels = {});
    Family<Gauge>& gauge(std::string name, std::string help, Labels labels = {});
    Family<Histogram>& histogram(std::string name, std::string help, Labels labels = {});

    /// Adds a function that is called at every scrape for numbers others keep.
    void addCollector(std::function<std::vector<Sample>()> collector);

    /// Forgets, in every family, the series in which `label` has `value`: what a removed camera
    /// calls for, with ("camera", id).
    void removeSeries(std::string_view label, std::string_view value);

    /// The families by name; they stay where they are as long as the Registry lives.
    std::vector<const AnyFamily*> families() const;

    /// What the collectors say now. No lock is held while they are called.
    std::vector<Sample> collect() const;

  private:
    template <typename Value>
    Family<Value>& familyOf(FamilyHead head);

    mutable std::mutex mutex_;
    std::map<std::string, AnyFamily> families_;
    std::vector<std::function<std::vector<Sample>()>> collectors_;
};

} // namespace vitrine::metrics
