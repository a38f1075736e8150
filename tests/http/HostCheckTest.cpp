// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "http/HostCheck.hpp"

using vitrine::http::canBeStrangers;

TEST_CASE("names that somebody else can point here are told from those that nobody can") {
    for (const auto* host :
         {"127.0.0.1", "127.0.0.1:8080", "[::1]", "[2001:db8::1]:8080", "localhost",
          "localhost:8080", "camera", "camera:80", "camera.local", "Camera.LOCAL:8080",
          "camera.lan", "camera.home.arpa.", "a.b.internal", "vitrine.localhost", ""}) {
        INFO(host);
        CHECK_FALSE(canBeStrangers(host));
    }
    for (const auto* host : {"evil.com", "evil.com:8080", "evil.com.", "127.0.0.1.evil.com",
                             "local.evil.com", "evillocal.com", "1.2.3", "a.lan.com", ".local."}) {
        INFO(host);
        CHECK(canBeStrangers(host));
    }
}
