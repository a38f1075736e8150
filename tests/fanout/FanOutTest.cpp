// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "fanout/FanOut.hpp"

#include <thread>

using namespace vitrine;
using test::rtpFrame;

namespace {

class FakeSender : public fanout::FrameSender {
  public:
    bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& /*scratch*/) override {
        if (refuses)
            return false;
        keys.push_back(frame.key);
        lists.push_back(frame.packets.get());
        return true;
    }

    bool refuses = false;
    std::vector<bool> keys;
    std::vector<GstBufferList*> lists;
};

struct House {
    metrics::Registry registry;
    metrics::HouseMetrics metrics{registry};
    std::shared_ptr<metrics::CameraMetrics> camera =
        std::make_shared<metrics::CameraMetrics>(metrics, "front");
    int asked = 0;
    fanout::FanOut fanOut{[this] { ++asked; }, camera};

    std::shared_ptr<fanout::KeyframeBudget> budget = std::make_shared<fanout::KeyframeBudget>();

    std::shared_ptr<fanout::Subscription> join(const std::shared_ptr<FakeSender>& sender) {
        return fanOut.subscribe(sender, budget, util::Clock::now());
    }
};

} // namespace

TEST_CASE("a viewer gets nothing before a key frame, which is asked for") {
    House house;
    const auto sender = std::make_shared<FakeSender>();
    const auto subscription = house.join(sender);
    CHECK(house.asked == 1);
    house.fanOut.onFrame(rtpFrame(false));
    CHECK(sender->keys.empty());
    CHECK(subscription->waitsForKey());
    house.fanOut.onFrame(rtpFrame(true));
    house.fanOut.onFrame(rtpFrame(false));
    CHECK(sender->keys == std::vector<bool>{true, false});
    CHECK_FALSE(subscription->waitsForKey());
    CHECK(subscription->framesSent() == 2);
    CHECK(subscription->framesDropped() == 0);
}

TEST_CASE("every viewer is handed the same packets") {
    House house;
    const auto first = std::make_shared<FakeSender>();
    const auto second = std::make_shared<FakeSender>();
    house.join(first);
    house.join(second);
    const auto frame = rtpFrame(true);
    house.fanOut.onFrame(frame);
    CHECK(first->lists == std::vector<GstBufferList*>{frame.packets.get()});
    CHECK(second->lists == first->lists);
}

TEST_CASE("a slow viewer skips to the next key frame and costs the others nothing") {
    House house;
    const auto slow = std::make_shared<FakeSender>();
    const auto other = std::make_shared<FakeSender>();
    const auto subscription = house.join(slow);
    house.join(other);
    house.fanOut.onFrame(rtpFrame(true));
    slow->refuses = true;
    house.fanOut.onFrame(rtpFrame(false));
    CHECK(subscription->waitsForKey());
    slow->refuses = false;
    house.fanOut.onFrame(rtpFrame(false));
    CHECK(slow->keys.size() == 1);
    house.fanOut.onFrame(rtpFrame(true));
    CHECK(slow->keys == std::vector<bool>{true, true});
    CHECK(other->keys.size() == 4);
    CHECK(subscription->framesDropped() == 2);
    CHECK(house.camera->droppedFrames->value() == 2);
}

TEST_CASE("who refuses key frames, too, asks for ever fewer of them") {
    House house;
    const auto slow = std::make_shared<FakeSender>();
    const auto subscription = house.join(slow);
    slow->refuses = true;
    CHECK(subscription->needsKey(util::Clock::now()));
    for (int refused = 1; refused <= 8; ++refused)
        house.fanOut.onFrame(rtpFrame(true));
    CHECK(subscription->waitsForKey());
    CHECK_FALSE(subscription->needsKey(util::Clock::now() + std::chrono::seconds{5}));
    CHECK(subscription->needsKey(util::Clock::now() + std::chrono::seconds{9}));
    slow->refuses = false;
    house.fanOut.onFrame(rtpFrame(true));
    CHECK_FALSE(subscription->waitsForKey());
    slow->refuses = true;
    house.fanOut.onFrame(rtpFrame(true));
    CHECK(subscription->needsKey(util::Clock::now() + std::chrono::seconds{1}));
}

TEST_CASE("one viewer's storm of requests is bounded, and another's request is heard at once") {
    House house;
    const auto storm = house.join(std::make_shared<FakeSender>());
    const auto calm = std::make_shared<fanout::KeyframeBudget>();
    house.fanOut.subscribe(std::make_shared<FakeSender>(), calm, util::Clock::now());
    house.fanOut.onFrame(rtpFrame(true));
    while (house.budget->affords(util::Clock::now()))
        house.budget->pay(util::Clock::now()); // as after the first second of it
    const auto asked = house.asked;
    const auto withheld = house.camera->keyFramesWithheld->value();
    // When the key frame is a while ago, so that nothing else holds requests back.
    const auto when = util::Clock::now() + fanout::KeyframeGovernor::kInterval;
    while (util::Clock::now() < when)
        house.fanOut.onFrame(rtpFrame(false));
    for (int i = 0; i < 100; ++i) {
        house.fanOut.requestKeyFrame(*house.budget);
        house.fanOut.onFrame(rtpFrame(false));
    }
    CHECK(house.asked == asked);
    CHECK(house.camera->keyFramesWithheld->value() == withheld + 100);
    house.fanOut.requestKeyFrame(*calm);
    CHECK(house.asked == asked + 1);
    // The key frame that the other one needed serves both.
    CHECK(house.budget->wishes());
    house.fanOut.onFrame(rtpFrame(true));
    CHECK_FALSE(house.budget->wishes());
    CHECK_FALSE(storm->waitsForKey());
}

TEST_CASE("who has left gets nothing more") {
    House house;
    const auto sender = std::make_shared<FakeSender>();
    const auto subscription = house.join(sender);
    house.fanOut.onFrame(rtpFrame(true));
    house.fanOut.unsubscribe(subscription);
    house.fanOut.onFrame(rtpFrame(true));
    CHECK(sender->keys.size() == 1);
}

TEST_CASE("where no key frame can be had, a viewer is given the last one and all since") {
    House house;
    auto key = rtpFrame(true);
    key.keyOnRequest = false;
    auto delta = rtpFrame(false);
    delta.keyOnRequest = false;
    house.fanOut.onFrame(delta); // before any key frame: of no use to anybody
    house.fanOut.onFrame(key);
    house.fanOut.onFrame(delta);
    const auto sender = std::make_shared<FakeSender>();
    const auto subscription = house.join(sender);
    house.fanOut.onFrame(delta);
    CHECK(sender->keys == std::vector<bool>{true, false, false});
    CHECK_FALSE(subscription->waitsForKey());
}

TEST_CASE("a key frame made a moment ago serves who joins now, an older one does not") {
    House house;
    house.fanOut.onFrame(rtpFrame(true));
    auto later = rtpFrame(false);
    later.ready = 100 * GST_MSECOND;
    house.fanOut.onFrame(later);
    const auto soon = std::make_shared<FakeSender>();
    house.join(soon);
    const auto requests = [&] {
        return house.camera->keyFramesForced->value() + house.camera->keyFramesCoalesced->value();
    };
    CHECK(requests() == 0);
    later.ready = 200 * GST_MSECOND;
    house.fanOut.onFrame(later);
    CHECK(soon->keys == std::vector<bool>{true, false, false});

    later.ready = 300 * GST_MSECOND;
    house.fanOut.onFrame(later);
    const auto late = std::make_shared<FakeSender>();
    house.join(late);
    CHECK(requests() == 1);
    house.fanOut.onFrame(later);
    CHECK(late->keys.empty());
}

TEST_CASE("a history out of bounds is none") {
    fanout::History history;
    history.add(rtpFrame(true));
    for (std::size_t i = 0; i < fanout::History::kMostFrames; ++i)
        history.add(rtpFrame(false));
    CHECK(history.frames().empty());
    auto huge = rtpFrame(true);
    huge.bytes = fanout::History::kMostBytes + 1;
    history.add(huge);
    CHECK(history.frames().empty());
}

TEST_CASE("frames are counted once, whoever watches") {
    House house;
    house.join(std::make_shared<FakeSender>());
    house.join(std::make_shared<FakeSender>());
    house.fanOut.onFrame(rtpFrame(true));
    house.fanOut.onFrame(rtpFrame(false));
    CHECK(house.camera->frames->value() == 2);
    CHECK(house.camera->keyFrames->value() == 1);
    CHECK(house.camera->bytes->value() == 2 * rtpFrame(true).bytes);
}

TEST_CASE("viewers come and go while frames flow") {
    House house;
    const auto stays = std::make_shared<FakeSender>();
    house.join(stays);
    std::atomic<bool> stop{false};
    std::thread camera([&] {
        for (unsigned i = 0; !stop; ++i)
            house.fanOut.onFrame(rtpFrame(i % 10 == 0));
    });
    // Until both sides have done their share: a thread may be slow to start.
    for (unsigned joined = 0; joined < 500 || house.camera->frames->value() < 500; ++joined) {
        const auto sender = std::make_shared<FakeSender>();
        const auto subscription = house.join(sender);
        house.fanOut.requestKeyFrame(*house.budget);
        house.fanOut.unsubscribe(subscription);
    }
    stop = true;
    camera.join();
    // Who stayed got every frame: the first is a key frame.
    CHECK(stays->keys.size() == house.camera->frames->value());
    CHECK(house.camera->droppedFrames->value() == 0);
}

TEST_CASE("the newest key frame is kept for who wants a picture, but none that stands in for one") {
    House house;
    CHECK_FALSE(house.fanOut.newestKey().wire);
    auto key = rtpFrame(true, 40);
    key.captured = 7;
    house.fanOut.onFrame(key);
    house.fanOut.onFrame(rtpFrame(false, 42));
    auto standIn = rtpFrame(true, 44);
    standIn.standIn = true;
    house.fanOut.onFrame(standIn);
    const auto newest = house.fanOut.newestKey();
    CHECK(newest.wire == key.wire);
    CHECK(newest.sequence == 40);
    CHECK(newest.captured == 7);
}

TEST_CASE("who is no viewer is not counted among them") {
    House house;
    const auto dropped = std::make_shared<metrics::Counter>();
    const auto sender = std::make_shared<FakeSender>();
    house.fanOut.subscribe(sender, house.budget, fanout::Tally{dropped, nullptr},
                           util::Clock::now(), "recording-front");
    house.fanOut.onFrame(rtpFrame(true));
    sender->refuses = true;
    house.fanOut.onFrame(rtpFrame(false));
    house.fanOut.onFrame(rtpFrame(false));
    CHECK(dropped->value() == 2);
    CHECK(house.camera->droppedFrames->value() == 0);
    CHECK(house.camera->firstFrame->snapshot().count() == 0);
}
