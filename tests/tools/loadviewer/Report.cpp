// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Report.hpp"

#include <json-glib/json-glib.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <map>
#include <sstream>

namespace vitrine::loadviewer {

namespace {

constexpr std::size_t kMostFailuresTold = 20;

using Figure = double (*)(const ViewerResult&);

/// The figures whose spread is told: name and how to read it.
constexpr std::pair<const char*, Figure> kRates[] = {
    {"packetsPerSecond",
     [](const ViewerResult& v) {
         return v.packetsPerSecond();
     }},
    {"framesPerSecond",
     [](const ViewerResult& v) {
         return v.framesPerSecond();
     }},
    {"kbps",
     [](const ViewerResult& v) {
         return v.kilobitsPerSecond();
     }},
    {"frames",
     [](const ViewerResult& v) {
         return double(v.frames);
     }},
    {"lost",
     [](const ViewerResult& v) {
         return double(v.lost);
     }},
    {"steadyPacketsPerSecond",
     [](const ViewerResult& v) {
         return v.steadyPacketsPerSecond;
     }},
    {"steadyFramesPerSecond",
     [](const ViewerResult& v) {
         return v.steadyFramesPerSecond;
     }},
    {"steadyLost",
     [](const ViewerResult& v) {
         return v.steadyLost;
     }},
    {"longestGapMs",
     [](const ViewerResult& v) {
         return v.longestGapMs;
     }},
};

/// The same for the times of a join.
constexpr std::pair<const char*, Figure> kTimes[] = {
    {"offerMs",
     [](const ViewerResult& v) {
         return v.offerMs;
     }},
    {"iceMs",
     [](const ViewerResult& v) {
         return v.iceMs;
     }},
    {"dtlsMs",
     [](const ViewerResult& v) {
         return v.dtlsMs;
     }},
    {"firstPacketMs",
     [](const ViewerResult& v) {
         return v.firstPacketMs;
     }},
    {"firstKeyFrameMs",
     [](const ViewerResult& v) {
         return v.firstKeyFrameMs;
     }},
};

/// What to tell: of a churn, whose viewers hardly watch, no rates.
std::vector<std::pair<const char*, Figure>> figuresFor(bool churn) {
    std::vector<std::pair<const char*, Figure>> figures(std::begin(kTimes), std::end(kTimes));
    if (!churn)
        figures.insert(figures.begin(), std::begin(kRates), std::end(kRates));
    return figures;
}

bool good(const Options& options, const ViewerResult& viewer) {
    if (!viewer.failure.empty())
        return false;
    // Who leaves in the middle of it all may have been cut off in the middle of a frame.
    return options.churn != 0 || (viewer.connected && viewer.lost == 0 && viewer.problems.empty());
}

/// The spread over the viewers for which there is such a figure.
Spread spreadOver(const RunResult& run, Figure figure) {
    std::vector<double> values;
    for (const auto& viewer : run.viewers)
        if (viewer.connected && figure(viewer) >= 0)
            values.push_back(figure(viewer));
    return spreadOf(std::move(values));
}

/// A JSON document under construction.
class Json {
  public:
    Json()
        : builder_(json_builder_new()) {}
    ~Json() { g_object_unref(builder_); }
    Json(const Json&) = delete;
    Json& operator=(const Json&) = delete;

    template <typename Fill>
    void object(const char* name, Fill fill) {
        key(name);
        json_builder_begin_object(builder_);
        fill();
        json_builder_end_object(builder_);
    }
    template <typename Fill>
    void array(const char* name, Fill fill) {
        key(name);
        json_builder_begin_array(builder_);
        fill();
        json_builder_end_array(builder_);
    }
    void text(const char* name, std::string_view value) {
        key(name);
        json_builder_add_string_value(builder_, std::string(value).c_str());
    }
    void flag(const char* name, bool value) {
        key(name);
        json_builder_add_boolean_value(builder_, value ? TRUE : FALSE);
    }
    void count(const char* name, std::uint64_t value) {
        key(name);
        json_builder_add_int_value(builder_, static_cast<gint64>(value));
    }
    /// Three decimals are plenty for any figure here.
    void figure(const char* name, double value) {
        key(name);
        json_builder_add_double_value(builder_, std::round(value * 1000) / 1000);
    }
    std::string finish() {
        JsonNode* root = json_builder_get_root(builder_);
        const Owned<char, g_free> written(json_to_string(root, TRUE));
        json_node_unref(root);
        return written.get();
    }

  private:
    void key(const char* name) {
        if (name)
            json_builder_set_member_name(builder_, name);
    }

    JsonBuilder* builder_;
};

void writeViewer(Json& json, const ViewerResult& viewer) {
    json.object(nullptr, [&] {
        json.count("index", viewer.index);
        json.flag("connected", viewer.connected);
        json.flag("checked", viewer.checked);
        json.text("failure", viewer.failure);
        json.array("problems", [&] {
            for (const auto& problem : viewer.problems)
                json.text(nullptr, problem);
        });
        json.count("packets", viewer.packets);
        json.count("bytes", viewer.bytes);
        json.count("duplicates", viewer.duplicates);
        json.count("recovered", viewer.recovered);
        json.count("keyFrames", viewer.keyFrames);
        json.count("decrypted", viewer.opened);
        json.count("decryptFailures", viewer.openFailures);
        json.count("senderReports", viewer.senderReports);
        json.text("playoutDelay", viewer.playoutDelay);
        json.figure("jitterMs", viewer.jitterMs);
        for (const auto& [name, figure] : figuresFor(false))
            json.figure(name, figure(viewer));
    });
}

void writeSample(Json& json, const char* name, const tools::ProcSample& sample) {
    json.object(name, [&] {
        json.count("rssKiB", sample.rssKiB);
        json.count("privateDirtyKiB", sample.privateDirtyKiB);
        json.count("fds", sample.fds);
        json.count("threads", sample.threads);
        json.figure("cpuSeconds", sample.cpuSeconds);
    });
}

void writeTotals(Json& json, const Options& options, const RunResult& run) {
    json.object("totals", [&] {
        for (const auto& [name, figure] : figuresFor(options.churn != 0)) {
            const auto spread = spreadOver(run, figure);
            json.object(name, [&] {
                json.figure("min", spread.lowest);
                json.figure("median", spread.median);
                json.figure("p95", spread.p95);
                json.figure("max", spread.highest);
            });
        }
        std::uint64_t lost = 0;
        std::uint64_t packets = 0;
        std::uint64_t openFailures = 0;
        for (const auto& viewer : run.viewers) {
            lost += viewer.lost;
            packets += viewer.packets;
            openFailures += viewer.openFailures;
        }
        json.count("packetsAll", packets);
        json.count("lostAll", lost);
        json.count("decryptFailuresAll", openFailures);
    });
}

/// How many joins of each kind there were, and how many of them failed.
std::map<Leave, std::pair<unsigned, unsigned>> countByLeave(const Options& options,
                                                            const RunResult& run) {
    std::map<Leave, std::pair<unsigned, unsigned>> counts;
    for (const auto& viewer : run.viewers) {
        auto& [all, bad] = counts[viewer.leave];
        ++all;
        bad += good(options, viewer) ? 0 : 1;
    }
    return counts;
}

void writeChurn(Json& json, const Options& options, const RunResult& run) {
    json.count("joins", run.viewers.size());
    json.object("modes", [&] {
        for (const auto& [leave, counts] : countByLeave(options, run))
            json.object(std::string(leaveName(leave)).c_str(), [&, pair = counts] {
                json.count("joins", pair.first);
                json.count("failures", pair.second);
            });
    });
    json.array("firstFailures", [&] {
        std::size_t told = 0;
        for (const auto& viewer : run.viewers)
            if (!good(options, viewer) && told++ < kMostFailuresTold)
                json.text(nullptr, std::string(leaveName(viewer.leave)) + ": " + viewer.failure);
    });
}

} // namespace

Spread spreadOf(std::vector<double> figures) {
    if (figures.empty())
        return {};
    std::ranges::sort(figures);
    const auto at = [&](double part) {
        // The nearest rank: the smallest figure that so many are not above.
        const auto rank = std::ceil(part * static_cast<double>(figures.size()));
        return figures[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
    };
    return {figures.front(), at(0.5), at(0.95), figures.back()};
}

bool succeeded(const Options& options, const RunResult& run) {
    return !run.viewers.empty() && std::ranges::all_of(run.viewers, [&](const auto& viewer) {
        return good(options, viewer);
    });
}

std::string toJson(const Options& options, const RunResult& run) {
    Json json;
    json.object(nullptr, [&] {
        json.flag("ok", succeeded(options, run));
        json.count("failures", static_cast<std::uint64_t>(std::ranges::count_if(
                                   run.viewers, [&](const auto& v) { return !good(options, v); })));
        json.figure("seconds", run.seconds);
        json.figure("cpuSeconds", run.cpuSeconds);
        json.figure("cpuPercent", run.seconds > 0 ? 100 * run.cpuSeconds / run.seconds : 0);
        if (run.before && run.after)
            json.object("watched", [&] {
                writeSample(json, "before", *run.before);
                writeSample(json, "after", *run.after);
                json.figure("cpuSeconds", run.after->cpuSeconds - run.before->cpuSeconds);
            });
        writeTotals(json, options, run);
        if (options.churn != 0) {
            writeChurn(json, options, run);
            return;
        }
        json.array("viewers", [&] {
            for (const auto& viewer : run.viewers)
                writeViewer(json, viewer);
        });
    });
    return json.finish();
}

std::string toText(const Options& options, const RunResult& run) {
    std::ostringstream out;
    out << std::fixed << std::setprecision(1);
    if (options.churn != 0) {
        for (const auto& [leave, counts] : countByLeave(options, run))
            out << std::setw(14) << leaveName(leave) << ": " << counts.first << " joins, "
                << counts.second << " failures\n";
    }
    for (const auto& [name, figure] : figuresFor(options.churn != 0)) {
        const auto spread = spreadOver(run, figure);
        out << std::setw(18) << name << ": min " << spread.lowest << ", median " << spread.median
            << ", p95 " << spread.p95 << ", max " << spread.highest << '\n';
    }
    std::size_t told = 0;
    for (const auto& viewer : run.viewers) {
        if (good(options, viewer) || told++ >= kMostFailuresTold)
            continue;
        out << "viewer " << viewer.index << " (" << leaveName(viewer.leave) << "): ";
        if (!viewer.failure.empty())
            out << viewer.failure << "; ";
        if (viewer.lost != 0)
            out << viewer.lost << " packets lost; ";
        for (const auto& problem : viewer.problems)
            out << problem << "; ";
        out << '\n';
    }
    out << run.viewers.size() << " viewers, " << run.seconds << " s, " << run.cpuSeconds
        << " s of CPU of our own\n"
        << (succeeded(options, run) ? "ok\n" : "FAILED\n");
    return out.str();
}

} // namespace vitrine::loadviewer
