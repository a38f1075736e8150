// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/FullDisk.hpp"
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "recording/SegmentFile.hpp"

#include <filesystem>
#include <sys/stat.h>
#include <vector>

using namespace vitrine;
using Bytes = std::vector<std::uint8_t>;
using recording::SegmentFile;
using test::FullDisk;
namespace fs = std::filesystem;

TEST_CASE(
    "a piece that does not fit is taken back, and one that fits goes behind the last whole one") {
    const test::TempDir folder;
    SegmentFile file(folder.path("film.mp4"));
    file.append(Bytes(100, 1));
    file.append(Bytes(400, 2));
    {
        const FullDisk full(600);
        CHECK_THROWS_AS(file.append(Bytes(200, 3)), recording::DiskError);
        CHECK(fs::file_size(file.path()) == 500);
        CHECK(file.bytes() == 500);
        file.append(Bytes(100, 4));
    }
    CHECK(fs::file_size(file.path()) == 600);
}

TEST_CASE("a file without anything but its beginning is not kept") {
    const test::TempDir folder;
    const auto path = folder.path("film.mp4");
    {
        SegmentFile file(path);
        file.append(Bytes(100, 1));
        CHECK(fs::exists(path));
    }
    CHECK_FALSE(fs::exists(path));
    {
        SegmentFile file(path);
        const FullDisk full(50);
        CHECK_THROWS_AS(file.append(Bytes(100, 1)), recording::DiskError);
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a file that is there is not written over, and the error says which and why") {
    const test::TempDir folder;
    const auto path = folder.write("film.mp4", "somebody's");
    try {
        const SegmentFile file(path);
        FAIL("it was opened");
    } catch (const recording::DiskError& error) {
        CHECK(error.what() == path + ": File exists");
        CHECK(error.reason() == "File exists");
    }
    CHECK(fs::file_size(path) == 10);
}

TEST_CASE("a film is nothing for others on the machine") {
    const test::TempDir folder;
    const SegmentFile file(folder.path("film.mp4"));
    struct stat about {};
    REQUIRE(stat(folder.path("film.mp4").c_str(), &about) == 0);
    CHECK((about.st_mode & 0007) == 0);
}
