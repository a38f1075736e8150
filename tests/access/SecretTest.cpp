// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "access/Secret.hpp"

#include <set>

using namespace vitrine::access;

TEST_CASE("digests and signatures are those of the standards") {
    // FIPS 180-4's and RFC 4231's own examples.
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(signature("Jefe", "what do ya want for nothing?") ==
          "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
}

TEST_CASE("base64url has no sign that a URL or a cookie gives a meaning") {
    CHECK(base64Url("") == "");
    CHECK(base64Url("\xfb\xff\xfe") == "-__-");
    CHECK(base64Url("f") == "Zg");
}

TEST_CASE("random texts are as long as asked and never the same") {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i)
        seen.insert(randomText(12));
    CHECK(seen.size() == 100);
    CHECK(seen.begin()->size() == 16);
}

TEST_CASE("secrets are compared whole") {
    CHECK(sameSecret("abc", "abc"));
    CHECK_FALSE(sameSecret("abc", "abd"));
    CHECK_FALSE(sameSecret("abc", "abcd"));
    CHECK_FALSE(sameSecret("", "a"));
}
