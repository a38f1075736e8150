// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace vitrine::metrics {

class Registry;

/// The media type of prometheusText().
inline constexpr const char* kPrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

/// Every metric in Prometheus' text format 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats): families by name, series by label values.
///
/// Thread: any; collectors are called on it.
std::string prometheusText(const Registry& registry);

} // namespace vitrine::metrics
