// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/CameraHouse.hpp"
#include "camera/Media.hpp"
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "fanout/Feed.hpp"
#include "recording/Jpeg.hpp"
#include "recording/Stills.hpp"

using namespace vitrine;
using Result = util::Result<recording::Stills::Picture>;

namespace {

struct StillsStudio {
    explicit StillsStudio(const std::string& source = "test:")
        : feed(test::settings(source), {time, reapers, workers}, house) {
        feed.begin();
    }
    bool hasPicture() {
        return test::runUntil([this] { return feed.fanOut()->newestKey().wire != nullptr; });
    }
    /// Asks so many times at once, and waits for all the answers.
    std::vector<recording::Stills::Picture> ask(std::size_t times) {
        std::vector<recording::Stills::Picture> pictures;
        for (std::size_t i = 0; i < times; ++i)
            stills.get(feed, [&](const Result& result) {
                REQUIRE(result);
                pictures.push_back(result.value());
            });
        REQUIRE(test::runUntil([&] { return pictures.size() == times; }));
        return pictures;
    }

    gst::HouseTime time;
    camera::Workers workers;
    gst::Reapers reapers{"test-reaper", [] {
                         }};
    metrics::Registry registry;
    metrics::HouseMetrics house{registry};
    fanout::Feed feed;
    recording::Stills stills{time};
};

} // namespace

TEST_CASE("a picture is the key frame's, in its size and true in its levels") {
    StillsStudio studio;
    REQUIRE(studio.hasPicture());
    const auto before = std::chrono::system_clock::now();
    const auto picture = studio.ask(1).front();
    CHECK(before - picture->captured < std::chrono::seconds{10});
    const test::TempDir folder;
    const auto path = folder.write("picture.jpg", picture->jpeg);
    std::vector<unsigned> levels;
    test::runToEnd("filesrc location=" + path +
                       " ! jpegdec ! video/x-raw,width=320,height=240 ! fakesink name=out",
                   [&](GstBuffer* buffer) {
                       std::vector<guint8> row(320);
                       gst_buffer_extract(buffer, 8 * 320, row.data(), row.size());
                       levels.assign(row.begin(), row.end());
                   });
    REQUIRE(levels.size() == 320);
    // The stamp is black and white, which JPEG calls 0 and 255.
    for (std::size_t block = 0; block < 40; ++block) {
        const auto level = levels[block * 8 + 4];
        CHECK((level < 24 || level > 231));
    }
}

TEST_CASE("whoever asks within a second gets the same picture, made once") {
    StillsStudio studio;
    REQUIRE(studio.hasPicture());
    const auto pictures = studio.ask(20);
    for (const auto& picture : pictures)
        CHECK(picture == pictures.front());
    CHECK(studio.ask(1).front() == pictures.front());
}

TEST_CASE("a camera that is gone has no picture, and whoever waits is told") {
    StillsStudio studio;
    REQUIRE(studio.hasPicture());
    bool told = false;
    studio.stills.get(studio.feed, [&](const Result& result) { told = !result; });
    studio.stills.forget("front");
    CHECK(told);
    CHECK(studio.ask(1).size() == 1);
}

TEST_CASE("without a key frame there is no picture") {
    StillsStudio studio("file:/nowhere.mp4");
    std::string why;
    studio.stills.get(studio.feed, [&](const Result& result) { why = result.error().message; });
    CHECK(why == "the camera has given no key frame yet");
}

TEST_CASE("what is no key frame gives an error instead of a picture") {
    const auto picture = recording::jpegOf(std::make_shared<rtp::WireFrame>());
    REQUIRE_FALSE(picture);
    CHECK(picture.error().code == "no-picture");
}
