// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Frames that do not go into the socket at once.
#include "support/catch.hpp"
#include "util/Readiness.hpp"
#include "viewer/ExpressHouse.hpp"
#include "viewer/UdpPath.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

using namespace vitrine;
using test::ExpressHouse;
using test::wireOnlyFrame;
using viewer::Backlog;

namespace {

camera::EncodedFrame keyFrame(std::uint64_t sequence, unsigned packets) {
    auto frame = wireOnlyFrame(sequence, packets);
    frame.key = true;
    return frame;
}

std::vector<std::uint64_t> camerasOf(const std::vector<test::Seen>& seen) {
    std::vector<std::uint64_t> all;
    for (const auto& each : seen)
        all.push_back(each.camera);
    return all;
}

// The numbers have no hole.
void checkNumbers(const std::vector<test::Seen>& seen) {
    for (std::size_t i = 1; i < seen.size(); ++i)
        CHECK(seen[i].number == static_cast<std::uint16_t>(seen[0].number + i));
}

/// Two sockets, the first of which takes no more than its buffer holds until the other is read.
struct Pair {
    std::array<int, 2> ends{};
    Pair() { REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends.data()) == 0); }
    ~Pair() {
        for (const int end : ends)
            close(end);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    // One datagram; waits for it.
    test::Bytes receive() const {
        pollfd ready{ends[1], POLLIN, 0};
        if (poll(&ready, 1, 10000) != 1)
            return {};
        test::Bytes bytes(65536);
        bytes.resize(static_cast<std::size_t>(recv(ends[1], bytes.data(), bytes.size(), 0)));
        return bytes;
    }
};

} // namespace

TEST_CASE("the end of a frame, and the frames behind it, leave in their order when there is room") {
    ExpressHouse house;
    house.wire->room = 2;
    CHECK(house.send(keyFrame(100, 4)));
    CHECK(house.send(wireOnlyFrame(104, 2)));
    CHECK(house.wire->datagrams.size() == 2);
    house.wire->room = 3;
    house.sender.onRoom();
    house.wire->room = SIZE_MAX;
    CHECK(house.send(wireOnlyFrame(106, 1)));
    const auto seen = house.receive();
    CHECK(camerasOf(seen) == std::vector<std::uint64_t>{100, 101, 102, 103, 104, 105, 106});
    checkNumbers(seen);
}

TEST_CASE("more frames than may wait are refused, and leave no hole") {
    ExpressHouse house;
    house.wire->room = 0;
    for (unsigned i = 0; i < Backlog::kMostFrames; ++i)
        CHECK(house.send(wireOnlyFrame(i, 1)));
    CHECK_FALSE(house.send(wireOnlyFrame(Backlog::kMostFrames, 1)));
    house.wire->room = SIZE_MAX;
    house.sender.onRoom();
    CHECK(house.send(keyFrame(100, 1)));
    const auto seen = house.receive();
    REQUIRE(seen.size() == Backlog::kMostFrames + 1);
    CHECK(seen.back().camera == 100);
    checkNumbers(seen);
}

TEST_CASE("what has waited too long is let go, and nothing but a key frame follows") {
    ExpressHouse house;
    house.wire->room = 1;
    CHECK(house.send(keyFrame(100, 3)));
    house.clock.advance(Backlog::kLongest + GST_MSECOND);
    house.wire->room = SIZE_MAX;
    house.sender.onRoom();
    CHECK_FALSE(house.send(wireOnlyFrame(103, 1)));
    CHECK(house.send(keyFrame(104, 1)));
    CHECK(house.send(wireOnlyFrame(105, 1)));
    CHECK(camerasOf(house.receive()) == std::vector<std::uint64_t>{100, 104, 105});
}

TEST_CASE("what waits goes the new way") {
    ExpressHouse house;
    house.wire->room = 1;
    CHECK(house.send(keyFrame(100, 3)));
    const auto other = std::make_shared<test::Wire>();
    house.sender.setPath(std::make_unique<test::FakePath>(other));
    CHECK(camerasOf(house.receive(*other)) == std::vector<std::uint64_t>{101, 102});
}

TEST_CASE("a frame larger than the socket's buffer arrives, without another frame to push it") {
    const Pair pair;
    const test::StillClock clock; // however long the machine takes, no frame is too old
    util::Readiness readiness("test");
    auto sender = std::make_shared<viewer::ExpressSender>(
        test::someMaster(), test::expressStream(),
        std::make_unique<viewer::UdpPath>(pair.ends[0], sockaddr_storage{}, 0),
        std::make_shared<fanout::PacketHistory>(), gst::HouseTime{});
    sender->setWatchRoom([&, weak = std::weak_ptr(sender)](int descriptor) {
        return std::make_unique<util::Readiness::RoomWatch>(readiness, descriptor, [weak] {
            if (const auto there = weak.lock())
                there->onRoom();
            return false;
        });
    });
    // A buffer that takes a part of it, whatever this system allows.
    constexpr int kBuffer = 64 << 10;
    REQUIRE(setsockopt(pair.ends[0], SOL_SOCKET, SO_SNDBUF, &kBuffer, sizeof(kBuffer)) == 0);
    constexpr unsigned kPackets = 600;
    rtp::DatagramBatch scratch;
    REQUIRE(sender->send(wireOnlyFrame(0, kPackets, 1100), scratch));
    // This kind of socket does not cut messages up.
    constexpr std::size_t kAll = kPackets * (20 + 1100 + rtp::kSrtpTagBytes);
    std::size_t received = 0;
    for (auto some = pair.receive(); !some.empty(); some = pair.receive()) {
        received += some.size();
        if (received == kAll)
            break;
    }
    CHECK(received == kAll);
    sender->close();
}
