// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/HttpReply.hpp"
#include "publish/WhipOffer.hpp"
#include "support/catch.hpp"

using namespace vitrine::publish;
using namespace std::chrono_literals;

TEST_CASE("Retry-After is seconds or a date, within bounds") {
    CHECK(readRetryAfter("0", 0) == 0s);
    CHECK(readRetryAfter("120", 0) == 120s);
    CHECK(readRetryAfter("999999999", 0) == 3600s);
    CHECK(readRetryAfter("-5", 0) == 0s);
    // RFC 9110, section 5.6.7: 784111777 s after 1970.
    CHECK(readRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", 784111777 - 30) == 30s);
    CHECK(readRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", 784111777 + 30) == 0s);
    CHECK_FALSE(readRetryAfter("soon", 0));
    CHECK_FALSE(readRetryAfter("", 0));
}

TEST_CASE("a URL with a control character in it is none") {
    CHECK(resolveUrl("https://a.example/whip", "/s/7") == "https://a.example/s/7");
    CHECK(resolveUrl("https://a.example/whip", "/s\x1c") == "https://a.example/s%1C");
    CHECK(resolveUrl("https://a.example/whip", "http://b\x1c/s").empty());
    CHECK(resolveUrl("https://a.example/whip", "x:/..//y").empty()); // GLib would complain
    CHECK(resolveUrl("https://a.example/whip", "/.//y") == "https://a.example//y");
}

TEST_CASE("ICE servers are read from links as GStreamer wants them") {
    const auto servers = [](const std::string& link) {
        return readIceServers({link});
    };
    // RFC 9725, section 4.6.
    CHECK(readIceServers({"<stun:stun.example.net>; rel=\"ice-server\", "
                          "<turn:turn.example.net?transport=udp>; rel=\"ice-server\"; "
                          "username=\"user\"; credential=\"myPassword\"; "
                          "credential-type=\"password\""}) ==
          IceServers{"stun://stun.example.net:3478",
                     "turn://user:myPassword@turn.example.net:3478?transport=udp"});
    CHECK(
        servers("<turn:[2001:db8::1]:5000>; rel=ice-server; username=\"a:b\"; credential=\"c@/d\"")
            .turn == "turn://a%3Ab:c%40%2Fd@[2001:db8::1]:5000");
    CHECK(servers("<stun:[2001:db8::1]>; rel=\"ice-server\"").stun == "stun://[2001:db8::1]:3478");
    for (const auto* nothing :
         {"", "rubbish", "<stun:a", "<stun:>; rel=\"ice-server\"", "<stun:a>; rel=\"next\"",
          "<stun:a/b>; rel=\"ice-server\"", "<turn:a>; rel=\"ice-server\"",
          "<turns:a>; rel=\"ice-server\"; username=\"u\"; credential=\"p\"",
          "<turn:a?transport=x>; rel=\"ice-server\"; username=\"u\"; credential=\"p\"",
          "<stun:a:b>; rel=\"ice-server\"", "<stun:a:99999>; rel=\"ice-server\"",
          "<stun:[::1:3478>; rel=\"ice-server\"", "<http://a>; rel=\"ice-server\"", "<stun:a>"})
        CHECK(servers(nothing) == IceServers{});
}

TEST_CASE("candidates go into the offer, and later ones into a fragment of it") {
    const std::string sdp = "v=0\r\na=group:BUNDLE video0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
                            "a=mid:video0\r\na=ice-ufrag:abcd\r\na=ice-pwd:secret\r\n";
    CHECK(offerWith(sdp, {"candidate:1"}, false) == sdp + "a=candidate:1\r\n");
    CHECK(offerWith(sdp, {}, true) == sdp + "a=end-of-candidates\r\n");
    CHECK(fragmentOf(sdp, {"candidate:2"}, true) ==
          "a=ice-ufrag:abcd\r\na=ice-pwd:secret\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
          "a=mid:video0\r\na=candidate:2\r\na=end-of-candidates\r\n");
}
