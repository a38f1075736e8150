// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/Source.hpp"

#include <string>
#include <vector>

using vitrine::config::parseSource;
using vitrine::config::SourceUrl;
using Scheme = vitrine::config::SourceUrl::Scheme;

TEST_CASE("every scheme of a source is taken apart") {
    struct Row {
        std::string text;
        SourceUrl source;
    };
    const std::vector<Row> rows{
        {"test:", {Scheme::Test, ""}},
        {"  TEST: ", {Scheme::Test, ""}},
        {"v4l2:/dev/video0", {Scheme::V4l2, "/dev/video0"}},
        {"v4l2:/dev/v4l/by-id/usb-a:b-index0", {Scheme::V4l2, "/dev/v4l/by-id/usb-a:b-index0"}},
        {"libcamera:", {Scheme::Libcamera, ""}},
        {"libcamera:/base/soc/i2c0mux/i2c@1/imx708@1a",
         {Scheme::Libcamera, "/base/soc/i2c0mux/i2c@1/imx708@1a"}},
        {"rtsp://cam", {Scheme::Rtsp, "rtsp://cam"}},
        {"RTSP://cam_1.local:8554/a?b=c", {Scheme::Rtsp, "rtsp://cam_1.local:8554/a?b=c"}},
        {"rtsp://u:p@ss@[2001:db8::1]:554/1", {Scheme::Rtsp, "rtsp://u:p@ss@[2001:db8::1]:554/1"}},
        {"rtsp://cam/1#transport=tcp", {Scheme::Rtsp, "rtsp://cam/1"}},
        {"rtsp://cam/1#transport=udp", {Scheme::Rtsp, "rtsp://cam/1", true}},
        {"rtsps://cam/1#tls=insecure", {Scheme::Rtsp, "rtsps://cam/1", false, true}},
        {"rtsps://cam/1#transport=udp&tls=insecure", {Scheme::Rtsp, "rtsps://cam/1", true, true}},
        {"file:/srv/a film.mp4", {Scheme::File, "/srv/a film.mp4"}},
        {"file:///srv/film.mp4", {Scheme::File, "/srv/film.mp4"}},
        {"pipeline: videotestsrc ! x264enc", {Scheme::Pipeline, "videotestsrc ! x264enc"}},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        const auto source = parseSource(row.text);
        REQUIRE(source);
        CHECK(source.value().target == row.source.target);
        CHECK(source.value() == row.source);
    }
}

TEST_CASE("a wrong source says what is wrong and what would be right") {
    struct Row {
        std::string text;
        std::vector<std::string> words;
    };
    const std::vector<Row> rows{
        {"", {"no scheme", "rtsp://"}},
        {"/dev/video0", {"no scheme", "v4l2:/dev/"}},
        {"rstp://cam/1", {"unknown scheme \"rstp:\"", "did you mean \"rtsp://\"?", "pipeline:"}},
        {"v4l:/dev/video0", {"did you mean \"v4l2:\"?"}},
        {"http://cam/1", {"unknown scheme \"http:\"", "allowed: test:"}},
        {"test:smpte", {"takes nothing after the colon"}},
        {"v4l2:", {"v4l2:/dev/video0"}},
        {"v4l2:video0", {"v4l2:/dev/video0"}},
        {"v4l2:/dev/", {"v4l2:/dev/video0"}},
        {"rtsp:cam/1", {"\"//\""}},
        {"rtsp://", {"host is missing"}},
        {"rtsp:///1", {"host is missing"}},
        {"rtsp://u:p@/1", {"host is missing"}},
        {"rtsp://cam:0/1", {"port", "1 to 65535"}},
        {"rtsp://cam:65536/1", {"port", "1 to 65535"}},
        {"rtsp://cam:/1", {"port", "1 to 65535"}},
        {"rtsp://[::1/1", {"brackets"}},
        {"rtsp://::1/1", {"brackets"}},
        {"rtsp://[cam]/1", {"not a host name"}},
        {"rtsp://ca$m/1", {"not a host name"}},
        {"rtsp://cam/a b", {"%20"}},
        {"rtsp://cam/1#transport=sctp", {"#transport=sctp", "transport=udp"}},
        {"rtsp://cam/1#transport=udp&fast=1", {"#fast=1", "allowed: transport=tcp"}},
        {"rtsp://cam/1#tls=insecure", {"rtsps:// only"}},
        {"file:", {"absolute path"}},
        {"file:film.mp4", {"absolute path"}},
        {"file://host/film.mp4", {"absolute path"}},
        {"pipeline:", {"gst-launch fragment"}},
        {"pipeline:   ", {"gst-launch fragment"}},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        const auto source = parseSource(row.text);
        REQUIRE_FALSE(source);
        CHECK(source.error().code == "config");
        for (const auto& word : row.words)
            CHECK_THAT(source.error().message, ContainsSubstring(word));
    }
}

TEST_CASE("no error repeats a password, however it is miswritten") {
    const std::vector<std::string> rows{
        "rstp://anna:secret@cam/1",       "rtsp:/anna:secret@cam/1",  "rtsp:anna:secret@cam/1",
        "rtsp://anna:se#secret@cam/1",    "rtsp://anna:x/secret@cam", "rtsp://anna:x?secret@cam",
        "rtsp://anna:secret@cam:x/1",     "rtsp://anna:secret@/1",    "rtsp://anna:secret@ca m/1",
        "rtsp://cam:x/1?password=secret", "anna:secret@cam",          "rtsp://:secret:1/",
    };
    for (const auto& row : rows) {
        INFO(row);
        const auto source = parseSource(row);
        REQUIRE_FALSE(source);
        CHECK(source.error().message.find("secret") == std::string::npos);
    }
}
