// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "metrics/HouseMetrics.hpp"
#include "metrics/PrometheusText.hpp"

#include <limits>

using namespace vitrine::metrics;

TEST_CASE("an empty registry is an empty text") {
    CHECK(prometheusText(Registry{}).empty());
}

TEST_CASE("counters and gauges read as the text format says") {
    Registry registry;
    registry.counter("b_total", "Second.").with()->add(7);
    auto& gauge = registry.gauge("a_now", "First.", {"camera", "reason"});
    gauge.with({"front", "z"})->set(0.5);
    gauge.with({"back", "a"})->set(-2);
    CHECK(prometheusText(registry) == R"(# HELP a_now First.
# TYPE a_now gauge
a_now{camera="back",reason="a"} -2
a_now{camera="front",reason="z"} 0.5
# HELP b_total Second.
# TYPE b_total counter
b_total 7
)");
}

TEST_CASE("a histogram has cumulative buckets up to +Inf, a sum and a count") {
    Registry registry;
    auto series = registry.histogram("h_seconds", "Time.", {"camera"}).with({"front"});
    series->observe(0.001); // a bound belongs to its own bucket
    series->observe(0.25);
    series->observe(60);
    series->observe(std::numeric_limits<double>::quiet_NaN());
    CHECK(prometheusText(registry) == R"(# HELP h_seconds Time.
# TYPE h_seconds histogram
h_seconds_bucket{camera="front",le="0.0005"} 0
h_seconds_bucket{camera="front",le="0.001"} 1
h_seconds_bucket{camera="front",le="0.002"} 1
h_seconds_bucket{camera="front",le="0.003"} 1
h_seconds_bucket{camera="front",le="0.005"} 1
h_seconds_bucket{camera="front",le="0.0075"} 1
h_seconds_bucket{camera="front",le="0.01"} 1
h_seconds_bucket{camera="front",le="0.015"} 1
h_seconds_bucket{camera="front",le="0.02"} 1
h_seconds_bucket{camera="front",le="0.03"} 1
h_seconds_bucket{camera="front",le="0.05"} 1
h_seconds_bucket{camera="front",le="0.075"} 1
h_seconds_bucket{camera="front",le="0.1"} 1
h_seconds_bucket{camera="front",le="0.2"} 1
h_seconds_bucket{camera="front",le="0.3"} 2
h_seconds_bucket{camera="front",le="0.5"} 2
h_seconds_bucket{camera="front",le="1"} 2
h_seconds_bucket{camera="front",le="2.5"} 2
h_seconds_bucket{camera="front",le="5"} 2
h_seconds_bucket{camera="front",le="10"} 2
h_seconds_bucket{camera="front",le="+Inf"} 3
h_seconds_sum{camera="front"} 60.251
h_seconds_count{camera="front"} 3
)");
}

TEST_CASE("help and label values are escaped and become UTF-8") {
    Registry registry;
    registry.gauge("g", "back\\slash, \"quote\"\nline", {"l"}).with({"a\\b\"c\nd\xff"})->set(1);
    CHECK(prometheusText(registry) == "# HELP g back\\\\slash, \"quote\"\\nline\n"
                                      "# TYPE g gauge\n"
                                      "g{l=\"a\\\\b\\\"c\\nd\xef\xbf\xbd\"} 1\n");
}

TEST_CASE("numbers read back as what they were") {
    Registry registry;
    auto gauge = registry.gauge("g", "G.").with();
    const auto shown = [&](double value) {
        gauge->set(value);
        const auto text = prometheusText(registry);
        return text.substr(text.rfind(' ') + 1);
    };
    CHECK(shown(0.1) == "0.1\n");
    CHECK(std::stod(shown(123456789012.0)) == 123456789012.0);
    CHECK(shown(std::numeric_limits<double>::infinity()) == "+Inf\n");
    CHECK(shown(-std::numeric_limits<double>::infinity()) == "-Inf\n");
    CHECK(shown(std::numeric_limits<double>::quiet_NaN()) == "NaN\n");
}

TEST_CASE("collected samples stand among the families by name") {
    Registry registry;
    registry.gauge("a", "A.");
    registry.gauge("c", "C.");
    registry.addCollector([] { return std::vector<Sample>{{"b_total", "B.", Kind::Counter, 2}}; });
    CHECK(prometheusText(registry) == R"(# HELP a A.
# TYPE a gauge
a 0
# HELP b_total B.
# TYPE b_total counter
b_total 2
# HELP c C.
# TYPE c gauge
c 0
)");
}

TEST_CASE("the metrics that are API are all there under their names") {
    Registry registry;
    const HouseMetrics house(registry);
    const auto text = prometheusText(registry);
    for (const std::string type :
         {"vitrine_camera_up gauge", "vitrine_camera_frames_total counter",
          "vitrine_camera_keyframes_total counter", "vitrine_camera_bytes_total counter",
          "vitrine_camera_restarts_total counter", "vitrine_camera_encode_seconds histogram",
          "vitrine_viewers gauge", "vitrine_viewer_joins_total counter",
          "vitrine_viewer_leaves_total counter", "vitrine_viewer_dropped_frames_total counter",
          "vitrine_viewer_latency_seconds histogram", "vitrine_first_frame_seconds histogram",
          "vitrine_keyframe_requests_total counter"})
        CHECK_THAT(text, ContainsSubstring("# TYPE " + type + "\n"));
}
