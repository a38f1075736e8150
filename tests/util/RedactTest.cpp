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

TEST_CASE("what follows the name of a secret is hidden") {
    using vitrine::util::redactSecrets;
    CHECK(redactSecrets("no secret here: key frame, password") ==
          "no secret here: key frame, password");
    CHECK(redactSecrets("Authorization: Basic YW5uYQ==\r\nCSeq: 2") ==
          "Authorization:***\r\nCSeq: 2");
    CHECK(redactSecrets("AUTHORIZATION:Digest a, b") == "AUTHORIZATION:***");
    CHECK(redactSecrets("a=ice-pwd:abc/def\r\na=mid:0") == "a=ice-pwd:***\r\na=mid:0");
    CHECK(redactSecrets("srtp-key=(buffer)00ff, roc=0") == "srtp-key=***, roc=0");
    CHECK(redactSecrets("  srtp-key: 00ff00ff...\\l  roc: 0") == "  srtp-key:***\\l  roc: 0");
    CHECK(redactSecrets("key=(buffer)00ff\\lnext") == "key=(buffer)***\\lnext");
    CHECK(redactSecrets("user-pw=geheim; x") == "user-pw=***; x");
}
