// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/LatencyTracer.hpp"

using namespace vitrine::gst;

TEST_CASE("our tracer is taken out of GST_TRACERS, and the others stay as they are") {
    CHECK(withoutLatencyTracer("vitrine-latency") == "");
    CHECK(withoutLatencyTracer("leaks;vitrine-latency") == "leaks");
    CHECK(withoutLatencyTracer("vitrine-latency;leaks(name=a,filters=\"GstPad\");rusage") ==
          "leaks(name=a,filters=\"GstPad\");rusage");
    CHECK_FALSE(withoutLatencyTracer("leaks"));
    CHECK_FALSE(withoutLatencyTracer("latency"));
    CHECK_FALSE(withoutLatencyTracer(""));
}

TEST_CASE("nobody is traced who did not ask for it") {
    CHECK_FALSE(latencyIsTraced());
}
