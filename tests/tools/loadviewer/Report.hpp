// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/ProcSample.hpp"
#include "tools/loadviewer/Options.hpp"
#include "tools/loadviewer/Result.hpp"

/// What the program prints. Thread: pure.
namespace vitrine::loadviewer {

/// Everything that came of a run.
struct RunResult {
    std::vector<ViewerResult> viewers;
    double seconds = 0;    ///< of wall time
    double cpuSeconds = 0; ///< of our own, user and system
    /// The watched process before the first join, at the end of the run with every viewer still
    /// there, or left, in a churn; and the wall time between the two.
    std::optional<tools::ProcSample> before;
    std::optional<tools::ProcSample> after;
};

/// Whether every viewer did what it should: connected, lost nothing, had no problem; of a churn,
/// that every join came as far as it should.
bool succeeded(const Options& options, const RunResult& run);

/// The result as JSON; with one object a viewer for a load, one a failure for a churn.
std::string toJson(const Options& options, const RunResult& run);

/// The result in a few lines for people.
std::string toText(const Options& options, const RunResult& run);

/// The lowest, middle, 95th percentile and highest of some figures.
struct Spread {
    double lowest = 0;
    double median = 0;
    double p95 = 0;
    double highest = 0;
};
/// All 0 where there are no figures.
Spread spreadOf(std::vector<double> figures);

} // namespace vitrine::loadviewer
