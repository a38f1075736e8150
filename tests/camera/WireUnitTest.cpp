// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/WireFrames.hpp"
#include "support/catch.hpp"

#include "camera/WireUnit.hpp"

using namespace vitrine;

namespace {

test::Bytes unitOf(const std::vector<test::Bytes>& payloads) {
    std::vector<test::Bytes> packets;
    for (const auto& payload : payloads) {
        test::RtpPacket packet;
        packet.payload = payload;
        packets.push_back(packet.bytes());
    }
    return camera::accessUnit(*test::wireFrame(packets));
}

} // namespace

TEST_CASE("single NAL units and whole ones in fragments are an access unit") {
    CHECK(unitOf({{0x67, 1, 2}, {0x68, 3}, {0x7C, 0x85, 4, 5}, {0x7C, 0x05, 6}, {0x7C, 0x45, 7}}) ==
          test::Bytes{0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 4, 5, 6, 7});
}

TEST_CASE("whatever else is in an RTP payload is none") {
    const std::vector<std::vector<test::Bytes>> wrong{
        {{0x67}},                                              // nothing in it
        {{0x60, 1}},                                           // no type
        {{0x78, 0, 2, 0x67, 1}},                               // several in one (STAP-A)
        {{0x7D, 0x85, 0, 0, 1}},                               // FU-B
        {{0x7C, 0x05, 1}},                                     // no beginning
        {{0x7C, 0x85, 1}},                                     // no end
        {{0x7C, 0x85, 1}, {0x41, 2}},                          // another unit within
        {{0x7C, 0x85, 1}, {0x7C, 0xC5, 2}},                    // two beginnings
        {{0x7C, 0x85, 1}, {0x7C, 0x41, 2}},                    // an end of another type
        {{0x7C, 0x98, 1}, {0x7C, 0x58, 2}},                    // of a type that is none
        {{0x67, 1}, {0x7C, 0x85, 1}, {0x7C, 0x45, 2}, {0x7C}}, // a header that breaks off
    };
    for (const auto& payloads : wrong)
        CHECK(unitOf(payloads).empty());
}
