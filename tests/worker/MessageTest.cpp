// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "worker/Message.hpp"

#include <algorithm>

using namespace vitrine;
using namespace std::chrono_literals;
using namespace worker;

namespace {

Frame someFrame() {
    Frame frame;
    frame.slot = 1023;
    frame.format = 7;
    frame.packets = 3;
    frame.offset = 0x01020304;
    frame.bytes = 2506;
    frame.time = 0x0102030405060708;
    frame.before = 80ms;
    frame.key = true;
    return frame;
}

Configure someConfiguration() {
    Configure configure;
    configure.camera.id = "front";
    configure.camera.source = "rtsp://anna:secret@192.0.2.1/\tstream";
    configure.camera.width = 640;
    configure.camera.height = 480;
    configure.camera.bitrate = 1500;
    configure.camera.keyframeInterval = 4s;
    configure.camera.encoder = "x264enc";
    configure.transcode = true;
    return configure;
}

const std::vector<FromWorker> kFromWorker{
    Format{3, 0x42C01E, 1280, 720, TimeSource::SenderReport, "x264enc"},
    someFrame(),
    Failed{"there is no device /dev/video9 – none"},
    Unfit{"the stream has B-frames"},
    Beat{},
    Drawing{9, 5, 64, 1048576}};

const std::vector<ToWorker> kToWorker{
    someConfiguration(), Release{{0, 1023, 5}}, ForceKeyUnit{}, Retune{2500, 10s}, Stop{}, Draw{9},
    Debug{"2,x264enc:5"}};

// What the last `bytes` of a frame's message say when they are others.
std::string faultWith(Bytes message, std::size_t at, std::initializer_list<std::uint8_t> bytes) {
    std::copy(bytes.begin(), bytes.end(), message.begin() + static_cast<std::ptrdiff_t>(at));
    const auto read = readFromWorker(message);
    return read ? "" : read.error().message;
}

} // namespace

TEST_CASE("every message comes out as it went in") {
    for (const auto& message : kFromWorker) {
        const auto read = readFromWorker(write(message));
        REQUIRE(read);
        CHECK(read.value() == message);
    }
    for (const auto& message : kToWorker) {
        const auto read = readToWorker(write(message));
        REQUIRE(read);
        CHECK(read.value() == message);
    }
}

TEST_CASE("a message that is cut off anywhere, or goes on, is none") {
    for (const auto& message : kFromWorker) {
        auto bytes = write(message);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            CHECK_FALSE(readFromWorker(std::span(bytes).first(size)));
        bytes.push_back(0);
        CHECK_FALSE(readFromWorker(bytes));
    }
    for (const auto& message : kToWorker) {
        auto bytes = write(message);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            CHECK_FALSE(readToWorker(std::span(bytes).first(size)));
        bytes.push_back(0);
        CHECK_FALSE(readToWorker(bytes));
    }
}

TEST_CASE("a number out of its bounds is named") {
    const auto frame = write(FromWorker(someFrame()));
    REQUIRE(faultWith(frame, 0, {}).empty());
    CHECK_THAT(faultWith(frame, 0, {99}), ContainsSubstring("the kind of message is 99"));
    CHECK_THAT(faultWith(frame, 1, {4, 0}), ContainsSubstring("the slot is 1024; allowed: 0 to"));
    CHECK_THAT(faultWith(frame, 5, {0, 0}), ContainsSubstring("the number of packets is 0"));
    CHECK_THAT(faultWith(frame, 5, {0x20, 1}), ContainsSubstring("packets is 8193"));
    CHECK_THAT(faultWith(frame, 11, {0, 0, 0, 0}), ContainsSubstring("the size is 0"));
    CHECK_THAT(faultWith(frame, 11, {0, 0x60, 0, 1}), ContainsSubstring("the size is 6291457"));
    CHECK_THAT(faultWith(frame, 15, {0x80}), ContainsSubstring("the time is"));
    CHECK_THAT(faultWith(frame, 23, {1}), ContainsSubstring("the time before"));
    CHECK_THAT(faultWith(frame, 31, {2}), ContainsSubstring("the key frame's mark is 2"));
}

TEST_CASE("a text that is none is refused") {
    auto bytes = write(FromWorker(Failed{"abc"}));
    REQUIRE(readFromWorker(bytes));
    for (const int wrong : {0x00, 0x09, 0x0A, 0x1B, 0x7F, 0x80, 0xFF}) {
        bytes.back() = static_cast<std::uint8_t>(wrong);
        const auto read = readFromWorker(bytes);
        REQUIRE_FALSE(read);
        CHECK_THAT(read.error().message, ContainsSubstring("the reason is no text"));
    }
}

TEST_CASE("words that may come from anywhere are made fit to be sent") {
    const auto sent = [](const std::string& reason) {
        const auto read = readFromWorker(write(FromWorker(Failed{reason})));
        return read ? std::get<Failed>(read.value()).reason : "not read: " + read.error().message;
    };
    CHECK(sent("one\ntwo\x1b") == "one two ");
    CHECK(sent("\xff") == "\uFFFD");
    CHECK(sent(std::string(600, 'a')).size() == kMostTextBytes);
    CHECK(sent("").empty());
}

TEST_CASE("no list of slots is longer than a message may be") {
    const Release all{std::vector<std::uint16_t>(Release::kMost, 9)};
    CHECK(readToWorker(write(ToWorker(all))));
    CHECK_FALSE(readToWorker(write(ToWorker(Release{std::vector<std::uint16_t>(257, 9)}))));
    CHECK_FALSE(readToWorker(write(ToWorker(Release{}))));
    CHECK_FALSE(readToWorker(write(ToWorker(Release{{kSlots}}))));
}

TEST_CASE("a source that is too long is told of by who reads it") {
    auto configure = someConfiguration();
    configure.camera.source.assign(kMostSourceBytes, 'a');
    const auto longest = write(ToWorker(configure));
    CHECK(longest.size() <= kMostMessageBytes);
    CHECK(readToWorker(longest));
    configure.camera.source.assign(70000, 'a');
    const auto read = readToWorker(write(ToWorker(configure)));
    REQUIRE_FALSE(read);
    CHECK_THAT(read.error().message, ContainsSubstring("the source"));
}
