// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "recording/Intake.hpp"

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

struct Queue {
    gst::HouseTime time;
    std::shared_ptr<metrics::Counter> dropped = std::make_shared<metrics::Counter>();
    recording::Intake intake{time, dropped};
    rtp::DatagramBatch scratch;
    unsigned sent = 0;

    /// One frame each tenth of a second.
    bool send(bool key, bool standIn = false) {
        auto frame = test::rtpFrame(key);
        frame.standIn = standIn;
        frame.captured = sent++ * GST_SECOND / 10;
        return intake.send(frame, scratch);
    }
    std::optional<recording::RecordedFrame> take() { return intake.take(util::Clock::now()); }
    std::size_t takeAll() {
        std::size_t taken = 0;
        while (take())
            ++taken;
        return taken;
    }
    /// Sends frames until the queue takes no more; gives how many it took.
    unsigned fill() {
        unsigned took = 0;
        while (!intake.behind()) {
            send(took == 0);
            ++took;
        }
        return took - 1;
    }
};

} // namespace

TEST_CASE("a recording begins at a key frame, which is asked for by refusing others") {
    Queue queue;
    CHECK_FALSE(queue.send(false));
    CHECK(queue.send(true));
    CHECK(queue.send(false));
    const auto key = queue.take();
    REQUIRE(key);
    CHECK(key->key);
    CHECK(key->time == 100ms);
    CHECK(queue.take()->time == 200ms);
    CHECK_FALSE(queue.take());
    CHECK(queue.dropped->value() == 0);
}

TEST_CASE("what a slow disk has no time for is left out up to a key frame, and counted") {
    Queue queue;
    const auto took = queue.fill();
    CHECK(took == 152); // fifteen seconds between the first and the last, and the one that was more
    CHECK(queue.dropped->value() == 1);
    // Taken and thrown away: a refusal would have key frames made for nothing.
    CHECK(queue.send(true));
    CHECK(queue.send(false));
    CHECK(queue.dropped->value() == 3);
    // One place is not room.
    CHECK(queue.take());
    CHECK(queue.send(true));
    CHECK(queue.intake.behind());
    while (queue.takeAll() == 0)
        ;
    CHECK_FALSE(queue.send(false));
    CHECK_FALSE(queue.intake.behind());
    CHECK(queue.send(true));
    CHECK(queue.takeAll() == 1);
    CHECK(queue.dropped->value() == 4); // a refused one is counted where it is refused
}

TEST_CASE("a queue is full when its frames are many bytes, too") {
    Queue queue;
    auto frame = test::rtpFrame(true);
    frame.bytes = recording::Intake::kMostBytes / 2;
    queue.intake.send(frame, queue.scratch);
    queue.intake.send(frame, queue.scratch);
    CHECK_FALSE(queue.intake.behind());
    queue.intake.send(frame, queue.scratch);
    CHECK(queue.intake.behind());
}

TEST_CASE("while a disk takes nothing all is thrown away, and then it begins at a key frame") {
    Queue queue;
    queue.send(true);
    queue.send(false);
    queue.intake.rest(util::Clock::now() + 1h);
    CHECK_FALSE(queue.take());
    CHECK(queue.dropped->value() == 2);
    CHECK(queue.send(true));
    CHECK(queue.send(false));
    CHECK(queue.dropped->value() == 4);
    queue.intake.rest(util::Clock::now());
    CHECK_FALSE(queue.send(false));
    CHECK(queue.send(true));
    CHECK(queue.take());
}

TEST_CASE("a picture that stands in for the camera's is not recorded") {
    Queue queue;
    queue.send(true);
    CHECK(queue.send(true, true));
    CHECK_FALSE(queue.send(false));
    CHECK(queue.send(true));
    CHECK(queue.takeAll() == 2);
    CHECK(queue.dropped->value() == 0);
}

TEST_CASE("once closed it takes nothing more and gives what it has") {
    Queue queue;
    queue.send(true);
    queue.intake.close();
    CHECK(queue.send(false));
    CHECK_FALSE(queue.intake.finished());
    CHECK(queue.take());
    CHECK(queue.intake.finished());
    CHECK_FALSE(queue.intake.take(util::Clock::now() + 1h));
}
