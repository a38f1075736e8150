// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/Redact.hpp"

using vitrine::util::redactUrls;

TEST_CASE("a URL loses its user part and nothing else") {
    CHECK(redactUrls("rtsp://anna:secret@cam.example/1") == "rtsp://***@cam.example/1");
    CHECK(redactUrls("rtsp://cam.example/1?a=b@c") == "rtsp://cam.example/1?a=b@c");
    CHECK(redactUrls("no URL here, me@example.org") == "no URL here, me@example.org");
}

TEST_CASE("every URL of a text is redacted") {
    CHECK(redactUrls("turn://u:p@a:1 and rtsps://x:y@b/z end") ==
          "turn://***@a:1 and rtsps://***@b/z end");
}

TEST_CASE("a password with an unescaped @ does not leak its tail") {
    CHECK(redactUrls("rtsp://u:p@ss@host/1") == "rtsp://***@host/1");
}

TEST_CASE("text that ends inside a URL is kept") {
    CHECK(redactUrls("rtsp://") == "rtsp://");
    CHECK(redactUrls("") == "");
}
