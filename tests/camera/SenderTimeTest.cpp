// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "SourceRun.hpp"
#include "camera/SenderTime.hpp"
#include "support/RtspServer.hpp"

using namespace vitrine;
using camera::SenderTime;

TEST_CASE("what a sender's clock says is believed as long as it makes sense") {
    SenderTime time;
    CHECK_FALSE(time.beforeArrival());
    time.note(80 * GST_MSECOND, 5 * GST_MSECOND);
    CHECK(time.beforeArrival() == 75 * GST_MSECOND);
    time.note(-GST_MSECOND, 0); // from the future
    CHECK_FALSE(time.beforeArrival());
    time.note(GST_MSECOND, 50 * GST_MSECOND); // later than the estimate of its arrival
    CHECK(time.beforeArrival() == 0U);
    time.note(SenderTime::kMost, 0);
    CHECK(time.beforeArrival() == static_cast<GstClockTime>(SenderTime::kMost));
    time.note(SenderTime::kMost + 1, 0);
    CHECK_FALSE(time.beforeArrival());
}

TEST_CASE("a network camera's sender reports tell when its frames were captured") {
    test::RtspServer::Options options;
    options.launch = test::RtspServer::live(test::RtspServer::kH264);
    const test::RtspServer server(std::move(options));
    test::SourceRun run(server.url());
    CHECK(run.source().captureTime() == camera::CaptureTime::Arrival);
    // Reports come every few seconds (RFC 3550, section 6.2).
    for (unsigned frames = 30; frames <= 600 && !run.source().beforeArrival(); frames += 30)
        REQUIRE(run.receive(frames));
    REQUIRE(run.source().beforeArrival());
    CHECK(run.source().captureTime() == camera::CaptureTime::SenderReport);
    CHECK(*run.source().beforeArrival() < 500 * GST_MSECOND);
}

TEST_CASE("a source of this machine tells itself when its frames were captured") {
    test::SourceRun run("test:");
    REQUIRE(run.receive(3));
    CHECK(run.source().captureTime() == camera::CaptureTime::Source);
    CHECK_FALSE(run.source().beforeArrival());
}
