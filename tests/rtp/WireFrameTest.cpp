// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpBytes.hpp"
#include "support/catch.hpp"

#include "rtp/WireFrame.hpp"

#include <algorithm>

using namespace vitrine;
using test::Bytes;
using test::copyOf;
using test::RtpPacket;

namespace {

bool add(rtp::WireFrame& frame, const Bytes& packet, std::uint8_t extension = 1) {
    const auto room = frame.append(packet.size());
    REQUIRE(room.size() == packet.size());
    std::copy(packet.begin(), packet.end(), room.begin());
    return frame.finish(extension, 2);
}

// Where element 1 is found in a packet with these sources and this extension.
std::size_t found(const Bytes& extension, std::vector<std::uint32_t> sources = {},
                  std::uint16_t profile = 0xBEDE) {
    RtpPacket packet;
    packet.sources = std::move(sources);
    packet.extension = extension;
    packet.profile = profile;
    packet.payload = {0x10, 0x11, 0x12}; // would be element 1, if it were read
    rtp::WireFrame frame;
    REQUIRE(add(frame, packet.bytes()));
    CHECK(frame.packets()[0].headerSize == packet.headerBytes());
    return frame.packets()[0].playoutDelayAt;
}

} // namespace

TEST_CASE("packets lie one behind the other, each with its header and payload") {
    RtpPacket first;
    first.payload = test::counting(5);
    RtpPacket second;
    second.marker = true;
    second.sources = {7, 8};
    second.extension = test::playoutDelay(1);
    second.payload = test::counting(3, 100);
    RtpPacket empty;
    rtp::WireFrame frame;
    frame.reserve(10);
    for (const auto* packet : {&first, &second, &empty})
        REQUIRE(add(frame, packet->bytes()));
    REQUIRE(frame.packets().size() == 3);
    CHECK(frame.bytes() == 17 + 31 + 12);
    std::size_t place = 0;
    for (const auto* packet : {&first, &second, &empty}) {
        const auto& found = frame.packets()[place++];
        const auto bytes = packet->bytes();
        CHECK(found.size == bytes.size());
        CHECK(copyOf(frame.payload(found)) == packet->payload);
        CHECK(copyOf(frame.header(found)) ==
              Bytes(bytes.begin(), bytes.begin() + packet->headerBytes()));
    }
    CHECK(frame.packets()[1].playoutDelayAt == 12 + 8 + 4);
    CHECK(frame.packets()[2].playoutDelayAt == 0);
}

TEST_CASE("a header extension is found wherever it stands") {
    CHECK(found(test::playoutDelay(1)) == 16);
    CHECK(found({0x31, 9, 9, 0x12, 1, 2, 3, 0}) == 19);
    CHECK(found({0, 0, 0, 0x12, 1, 2, 3, 0}) == 19); // padding in front
    CHECK(found(test::playoutDelay(1), {1, 2, 3}) == 28);
    CHECK(found({0x10, 9, 0x12, 0}) == 16); // the first of two
    RtpPacket both;
    both.extension = {0x12, 1, 2, 3, 0x27, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0};
    rtp::WireFrame frame;
    REQUIRE(add(frame, both.bytes()));
    CHECK(frame.packets()[0].playoutDelayAt == 16);
    CHECK(frame.packets()[0].captureTimeAt == 20);
}

TEST_CASE("a header extension that is not there is not found") {
    CHECK(found({}) == 0);
    CHECK(found(Bytes(8)) == 0);
    CHECK(found(test::playoutDelay(2)) == 0);
    CHECK(found({0x3F, 0x12, 1, 2}) == 0); // within an element that goes past the end
    CHECK(found({0, 0, 0x12, 1}) == 0);    // goes past the end itself
    CHECK(found({0, 0, 0, 0x10}) == 0);
    RtpPacket none;
    rtp::WireFrame frame;
    REQUIRE(add(frame, none.bytes()));
    CHECK(frame.packets()[0].playoutDelayAt == 0);
}

TEST_CASE("elements of the two-byte profile are left alone") {
    CHECK(found({0x01, 3, 1, 2, 3, 0, 0, 0}, {}, 0x1000) == 0);
    CHECK(found(test::playoutDelay(1), {}, 0x1000) == 0);
}

TEST_CASE("what is no RTP packet is taken back") {
    rtp::WireFrame frame;
    RtpPacket good;
    good.payload = {1};
    REQUIRE(add(frame, good.bytes()));

    RtpPacket sources;
    sources.sources = {1, 2, 3};
    auto cut = sources.bytes();
    cut.pop_back();
    RtpPacket extended;
    extended.extension = Bytes(8);
    auto cutExtension = extended.bytes();
    cutExtension.pop_back();
    auto noExtension = good.bytes();
    noExtension[0] |= 0x10;
    auto version = good.bytes();
    version[0] = 0x40;
    for (const auto& bad : {Bytes{}, Bytes(11, 0x80), cut, cutExtension, noExtension, version}) {
        CHECK_FALSE(add(frame, bad));
        CHECK(frame.packets().size() == 1);
        CHECK(frame.bytes() == 13);
    }
    auto large = good.bytes();
    large.resize(65536);
    CHECK_FALSE(add(frame, large));
    large.resize(65535);
    CHECK(add(frame, large));
    CHECK(add(frame, good.bytes()));
    CHECK(copyOf(frame.payload(frame.packets().back())) == Bytes{1});
}
