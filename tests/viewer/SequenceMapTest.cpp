// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/SequenceMap.hpp"

using namespace vitrine;
using viewer::extendBelow;
using viewer::SequenceMap;

TEST_CASE("before the first frame no number stands for anything") {
    SequenceMap map;
    CHECK_FALSE(map.cameraOf(0));
    map.follow(100, 7000);
    CHECK_FALSE(map.cameraOf(99));
    CHECK(map.cameraOf(100) == 7000);
    CHECK(map.cameraOf(150) == 7050);
}

TEST_CASE("each left-out frame moves the numbers apart, and those before stay") {
    SequenceMap map;
    map.follow(10, 1000);
    map.follow(13, 1003); // as before
    map.follow(16, 1010); // four packets were left out
    map.follow(18, 1012);
    map.follow(20, 1000000);
    CHECK(map.cameraOf(12) == 1002);
    CHECK(map.cameraOf(15) == 1005);
    CHECK(map.cameraOf(16) == 1010);
    CHECK(map.cameraOf(19) == 1013);
    CHECK(map.cameraOf(20) == 1000000);
}

TEST_CASE("of frames that were all refused the last one has the number") {
    SequenceMap map;
    map.follow(10, 100);
    map.follow(12, 200);
    map.follow(12, 300);
    map.follow(12, 400);
    CHECK(map.cameraOf(11) == 101);
    CHECK(map.cameraOf(12) == 400);
}

TEST_CASE("the viewer's numbers may be above the camera's or below") {
    SequenceMap map;
    map.follow(0x12345, 5);
    map.follow(0x12347, 7);
    CHECK(map.cameraOf(0x12347) == 7);
    map.follow(0x12348, 0x50000);
    CHECK(map.cameraOf(0x12349) == 0x50001);
}

TEST_CASE("only so many shifts are kept, the newest") {
    SequenceMap map;
    for (std::uint64_t i = 0; i < SequenceMap::kMostShifts + 2; ++i)
        map.follow(i * 2, i * 10);
    CHECK_FALSE(map.cameraOf(3));
    CHECK(map.cameraOf(4) == 20);
    CHECK(map.cameraOf((SequenceMap::kMostShifts + 1) * 2) == (SequenceMap::kMostShifts + 1) * 10);
}

TEST_CASE("sixteen bits stand for the nearest index below the next one") {
    CHECK(extendBelow(1000, 999) == 999);
    CHECK(extendBelow(1000, 0) == 0);
    CHECK(extendBelow(0x10005, 4) == 0x10004);
    CHECK(extendBelow(0x10005, 0xFFFF) == 0xFFFF);
    CHECK(extendBelow(0x50005, 0xFFF0) == 0x4FFF0);
    CHECK(extendBelow(0x50000, 0xFFFF) == 0x4FFFF);
    // The next one's own bits are those of the one a whole round before.
    CHECK(extendBelow(0x50005, 5) == 0x40005);
    CHECK(extendBelow(0x10000, 0) == 0);
}

TEST_CASE("an index that would lie before the first is none") {
    CHECK_FALSE(extendBelow(0, 0));
    CHECK_FALSE(extendBelow(0, 65535));
    CHECK_FALSE(extendBelow(1000, 1000));
    CHECK_FALSE(extendBelow(1000, 1001));
}
