// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "Media.hpp"
#include "SourceRun.hpp"
#include "camera/H264Damage.hpp"
#include "support/TempDir.hpp"

#include <fstream>
#include <vector>

using namespace vitrine;
using camera::isDamaged;
using Bytes = std::vector<std::uint8_t>;

TEST_CASE("whole NAL units with start codes are sound") {
    CHECK_FALSE(
        isDamaged(Bytes{0, 0, 0, 1, 9, 0x10, 0, 0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x65, 0x88, 0}));
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 0x41, 1}));
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 0x41, 1, 1, 0, 1, 0, 0, 0, 1, 10})); // an end of sequence
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 10, 0, 0, 0, 1, 0x41, 1}));          // and more behind it
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 0x41, 0, 0, 3, 1, 7}));   // an escaped start code
    CHECK_FALSE(isDamaged(Bytes{0, 0, 1, 0x6F, 83, 0, 30, 0xA0})); // of scalable video
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

TEST_CASE("what GStreamer's parsers crash on is damaged") {
    CHECK(isDamaged(Bytes{0, 0, 1, 0x41, 1, 0, 0, 1, 10, 1}));
    CHECK(isDamaged(Bytes{0, 0, 1, 11, 0x93, 0x27, 0x64, 0x88}));
    CHECK(isDamaged(Bytes{0, 0, 1, 0x41, 1, 0, 0, 1, 10, 0, 0, 0, 0}));
    CHECK(isDamaged(Bytes{0, 0, 1, 0x6F, 118, 0, 30, 0xA0}));
    CHECK(isDamaged(Bytes{0, 0, 1, 0x6F, 128, 0, 30, 0xA0}));
}

TEST_CASE("a damaged picture ends the run and not the process") {
    const std::string damage = GENERATE(
        // Bytes behind an end of sequence, as noise has them.
        std::string("\0\0\0\1\x0A\x93\x27\x64\x88\x51", 10),
        // The parameters of a second picture, which break off.
        std::string("\0\0\0\1\x6F\x80\x60\x37\xF2\xA5\xB4\x7B\x33\x41\x1D\x27\xDB\x4C", 18));
    const test::TempDir folder;
    const auto path = folder.path("film.h264");
    test::runToEnd(test::film(1) +
                   "x264enc tune=zerolatency ! video/x-h264,stream-format=byte-stream ! "
                   "filesink location=" +
                   path);
    std::ofstream(path, std::ios::binary | std::ios::app) << damage;
    test::SourceRun run("pipeline:filesrc blocksize=1000000 location=" + path +
                        " ! capsfilter caps=\"video/x-h264,stream-format=byte-stream,"
                        "alignment=au,width=320,height=240,framerate=30/1\"");
    REQUIRE(run.awaitError());
    CHECK_THAT(run.error(), ContainsSubstring("damaged picture"));
}
