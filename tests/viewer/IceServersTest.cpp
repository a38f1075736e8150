// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/IceServers.hpp"

using namespace vitrine::viewer;

namespace {

using Urls = std::vector<std::string>;

// 1500000000 s after the epoch; a day later a login ends.
const std::chrono::system_clock::time_point kNow{std::chrono::seconds{1500000000}};

IceSettings settings() {
    IceSettings ice;
    ice.stunServer = "stun://stun.example.org:3478";
    ice.turnServers = {"turn://turn.example.org:3478", "turns://[2001:db8::1]:5349",
                       "turn://a:b@own.example.org:1", "turn://turn.example.org:80?transport=tcp"};
    ice.turnSecret = "north";
    return ice;
}

} // namespace

// printf %s 1500086400:viewer-7 | openssl dgst -sha1 -hmac north -binary | base64
TEST_CASE("a login is its end, a name, and their code under the secret") {
    const auto login = turnLogin("north", "viewer-7", kNow);
    CHECK(login.user == "1500086400:viewer-7");
    CHECK(login.password == "/7WYy3AunZBZx/1CNnCaGy1Dcb0=");
}

TEST_CASE("viewers get the servers that have a login of their own to give") {
    const auto servers = iceServersFor(settings(), "viewer-7", kNow);
    REQUIRE(servers.size() == 2);
    CHECK(servers[0].urls == Urls{"stun:stun.example.org:3478"});
    CHECK(servers[0].username.empty());
    CHECK(servers[1].urls == Urls{"turn:turn.example.org:3478?transport=udp",
                                  "turn:turn.example.org:3478?transport=tcp",
                                  "turns:[2001:db8::1]:5349?transport=tcp",
                                  "turn:turn.example.org:80?transport=tcp"});
    CHECK(servers[1].username == "1500086400:viewer-7");
    CHECK(servers[1].credential == "/7WYy3AunZBZx/1CNnCaGy1Dcb0=");
}

TEST_CASE("a password of ours is no viewer's") {
    IceSettings ice;
    ice.turnServers = {"turn://a:b@own.example.org:1"};
    ice.turnSecret = "north";
    CHECK(iceServersFor(ice, "viewer-7", kNow).empty());
    CHECK(iceServersFor({}, "viewer-7", kNow).empty());
}

TEST_CASE("our own side's URLs have the login in them") {
    const auto urls = turnUrlsFor(settings(), "viewer-7", kNow);
    CHECK(
        urls ==
        Urls{
            "turn://1500086400%3Aviewer-7:%2F7WYy3AunZBZx%2F1CNnCaGy1Dcb0%3D@turn.example.org:3478",
            "turn://a:b@own.example.org:1",
            "turn://"
            "1500086400%3Aviewer-7:%2F7WYy3AunZBZx%2F1CNnCaGy1Dcb0%3D@turn.example.org:80?"
            "transport=tcp"});
}
