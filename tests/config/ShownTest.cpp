// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/Shown.hpp"

#include <string>
#include <utility>
#include <vector>

using vitrine::config::shownName;
using vitrine::config::shownUrl;
using vitrine::config::shownValue;

TEST_CASE("a URL is shown as far as it cannot hold a secret") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"test:", "test:"},
        {"v4l2:/dev/video0", "v4l2:/dev/video0"},
        {"libcamera:/base/i2c@1/imx708@1a", "libcamera:/base/i2c@1/imx708@1a"},
        {"file:/srv/a@b.mp4", "file:/srv/a@b.mp4"},
        {"pipeline:rtspsrc user-pw=secret ! a", "pipeline:…"},
        {"rtsp://cam", "rtsp://cam"},
        {"rtsp://cam/", "rtsp://cam"},
        {"rtsp://cam:554/user=a_password=secret#transport=udp", "rtsp://cam:554/…"},
        {"rtsps://anna:secret@cam/1", "rtsps://***@cam/…"},
        {"rtsp://cam?password=secret", "rtsp://cam/…"},
        // Wrong ones:
        {"v4l:/dev/video0", "v4l:/dev/video0"},
        {"/dev/video0", "/dev/video0"},
        {"rtsp://cam:66666/1", "rtsp://cam:66666/1"},
        {"rtsp://anna:secret", "rtsp:***"},
        {"rtsp:anna:secret@cam", "rtsp:***"},
        {"anna:secret@cam", "anna:***"},
        {"anna/secret@cam", "***"},
        {"turn://anna:secret:3478", "turn:***"},
        {"turn://anna:sec/ret@host:3478", "turn:***"},
        {"pipelin:rtspsrc user-pw=secret", "pipelin:***"},
    };
    for (const auto& [value, shown] : rows) {
        CHECK(shownUrl(value) == shown);
    }
}

TEST_CASE("any other value is on one line, redacted and not too long") {
    CHECK(shownValue("a\x1b[31m\nb") == "a?[31m?b");
    CHECK(shownValue("x http://u:p@h/ y") == "x http://***@h/ y");
    CHECK(shownValue(std::string(500, 'a')) == std::string(100, 'a') + "…");
    CHECK(shownName("widht") == "widht");
    CHECK(shownName("rtsp://u:secret@h/?a") == "rtsp://***@h/…");
}
