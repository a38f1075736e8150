// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/Registry.hpp"

namespace vitrine::publish {

/// What is counted of publications, by the name of each.
///
/// Owner: Outlets, after the Registry. Thread: thread-safe, as the families are.
struct PublishMetrics {
    explicit PublishMetrics(metrics::Registry& all)
        : registry(all)
        , up(all.gauge("vitrine_publish_up", "Whether the WHIP server gets the camera.",
                       {"publish"}))
        , failures(all.counter("vitrine_publish_failures_total",
                               "Attempts that failed, and connections that ended.", {"publish"})) {}

    /// Removes what is shown of a publication that no longer exists.
    void remove(std::string_view name) { registry.removeSeries("publish", name); }

    metrics::Registry& registry;
    metrics::Family<metrics::Gauge>& up;
    metrics::Family<metrics::Counter>& failures;
};

} // namespace vitrine::publish
