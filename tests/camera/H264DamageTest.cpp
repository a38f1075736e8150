// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/H264Damage.hpp"

#include <vector>

using vitrine::camera::isDamaged;
using Bytes = std::vector<std::uint8_t>;

TEST_CASE("whole NAL units with start codes are sound") {
    CHECK_FALSE(
        isDamaged(Bytes{0, 0, 0, 1, 9, 0x10, 0, 0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x65, 0x88, 0}));
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 0x41, 1}));
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 0x41, 1, 1, 0, 1, 0, 0, 0, 1, 10})); // an end of sequence
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 0x41, 0, 0, 3, 1, 7})); // an escaped start code
}

TEST_CASE("what no parser should see is damaged") {
    CHECK(isDamaged(Bytes{}));
    CHECK(isDamaged(Bytes{0, 0}));
    CHECK(isDamaged(Bytes{0x41, 1, 2, 3}));
    CHECK(isDamaged(Bytes{0, 0, 0, 1}));
    CHECK(isDamaged(Bytes{0, 0, 1, 0x41}));
    CHECK(isDamaged(Bytes{0, 0, 1, 0xC1, 1, 2}));
    CHECK(isDamaged(Bytes{0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x41}));
    CHECK(isDamaged(Bytes{0, 0, 1, 0x41, 1, 0, 0, 1, 0, 0, 1, 0x41, 2}));
}
