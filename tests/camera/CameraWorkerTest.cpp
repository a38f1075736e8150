// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "CameraHouse.hpp"
#include "support/catch.hpp"

#include "worker/Channel.hpp"
#include "worker/Process.hpp"
#include "worker/SlotLedger.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

using namespace vitrine;
using namespace worker;
using Got = Channel::Got;

namespace {

/// The real program as a worker, and the daemon's end of it.
struct AtWork {
    explicit AtWork(std::size_t bytes = SharedMemory::kBytes)
        : memory(SharedMemory::make(bytes))
        , ledger(std::make_shared<SlotLedger>(
              SharedMemory(memory.get(), SharedMemory::Access::Read), std::function<void()>()))
        , program({std::getenv("VITRINE"),
                   {"vitrine", "--camera-worker", "front"},
                   cleanEnvironment(),
                   {ends.second.descriptor(), memory.get()}},
                  [this](const std::string& how) { ended = how; }) {
        // Its end is its own, or ours would never see it go.
        ends.second = Channel(Descriptor());
    }

    void tell(const ToWorker& message) {
        CHECK(ends.first.send(write(message)) == Channel::Sent::Yes);
    }

    // Takes what has come, and each frame into `kept`.
    void listen() {
        for (auto got = ends.first.receive(); got.what == Got::Message;
             got = ends.first.receive()) {
            const auto message = readFromWorker(got.message);
            REQUIRE(message);
            if (const auto* frame = std::get_if<Frame>(&message.value())) {
                REQUIRE(format);
                CHECK(frame->format == format->number);
                auto loan = ledger->take(*frame);
                REQUIRE(loan);
                frames.push_back(*frame);
                kept.push_back(std::move(loan).value());
            } else if (const auto* is = std::get_if<Format>(&message.value())) {
                format = *is;
            } else if (const auto* failed = std::get_if<Failed>(&message.value())) {
                reason = failed->reason;
            }
        }
    }
    bool until(const std::function<bool()>& done) {
        return test::runUntil(
            [&] {
                listen();
                return done();
            },
            std::chrono::seconds{20});
    }
    void giveAllBack() {
        kept.clear();
        for (auto slots = ledger->returned(); !slots.empty(); slots = ledger->returned())
            tell(Release{slots});
    }

    std::pair<Channel, Channel> ends = Channel::pair();
    Descriptor memory;
    std::shared_ptr<SlotLedger> ledger;
    std::optional<Format> format;
    std::vector<Frame> frames;
    std::vector<Loan> kept;
    std::string reason;
    std::optional<std::string> ended;
    Process program;
};

} // namespace

TEST_CASE("a camera's own process sends what it is and its frames, the first a key frame") {
    AtWork work;
    work.tell(Configure{test::settings("test:"), false});
    REQUIRE(work.until([&] { return work.frames.size() >= 10; }));
    CHECK(work.format->width == 320);
    CHECK(work.format->height == 240);
    CHECK(work.format->profileLevelId >> 16U == 0x42);
    CHECK_FALSE(work.format->encoder.empty());
    CHECK(work.frames[0].key);
    CHECK(work.frames[0].keyOnRequest);
    // One clock in both processes.
    const auto now = gst_util_get_timestamp();
    for (std::size_t i = 1; i < work.frames.size(); ++i)
        CHECK(work.frames[i].time > work.frames[i - 1].time);
    CHECK(work.frames.back().time <= now);
    CHECK(now - work.frames.back().time < 2 * GST_SECOND);
    work.tell(Stop{});
    REQUIRE(work.until([&] { return work.ended.has_value(); }));
    CHECK(*work.ended == "ended with code 0");
}

TEST_CASE("a camera's own process makes a key frame when it is asked") {
    AtWork work;
    work.tell(Configure{test::settings("test:"), false});
    REQUIRE(work.until([&] { return work.frames.size() >= 5; }));
    const auto asked = work.frames.size();
    work.tell(ForceKeyUnit{});
    CHECK(work.until([&] {
        return std::any_of(work.frames.begin() + static_cast<std::ptrdiff_t>(asked),
                           work.frames.end(), [](const auto& frame) { return frame.key; });
    }));
}

TEST_CASE("without room a camera's own process drops, and goes on at a key frame") {
    AtWork work(std::size_t{48} * 1024);
    work.tell(Configure{test::settings("test:"), false});
    // What is not given back fills the memory; the process lives on in silence.
    std::size_t held = 0;
    REQUIRE(work.until([&] {
        held = work.frames.size();
        return held > 0 && gst_util_get_timestamp() - work.frames.back().time > GST_SECOND;
    }));
    CHECK_FALSE(work.ended);
    work.giveAllBack();
    REQUIRE(work.until([&] { return work.frames.size() > held; }));
    CHECK(work.frames[held].key);
}

TEST_CASE("a camera's own process says why it gives no picture, and ends") {
    AtWork work;
    work.tell(Configure{test::settings("v4l2:/dev/no-such-camera"), false});
    REQUIRE(work.until([&] { return work.ended.has_value(); }));
    CHECK_THAT(work.reason, ContainsSubstring("/dev/no-such-camera"));
    CHECK(*work.ended == "ended with code 0");
}

TEST_CASE("a camera's own process ends when the daemon's end is gone, or talks nonsense") {
    AtWork left;
    left.tell(Configure{test::settings("test:"), false});
    REQUIRE(left.until([&] { return !left.frames.empty(); }));
    left.ends.first = Channel(Descriptor());
    CHECK(test::runUntil([&] { return left.ended.has_value(); }));
    AtWork confused;
    confused.ends.first.send(Bytes{99});
    CHECK(test::runUntil([&] { return confused.ended.has_value(); }));
}
