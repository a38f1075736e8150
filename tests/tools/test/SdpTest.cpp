// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/Sdp.hpp"

using namespace vitrine::loadviewer;

namespace {

const std::string kOffer =
    "v=0\r\no=- 1 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE audio0 video1\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:audio0\r\na=rtpmap:111 OPUS/48000/2\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 100 96 97\r\nc=IN IP4 0.0.0.0\r\na=setup:actpass\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=mid:video1\r\n"
    "a=rtpmap:100 VP8/90000\r\na=rtpmap:96 H264/90000\r\na=rtcp-fb:96 nack pli\r\n"
    "a=fmtp:96 packetization-mode=1;profile-level-id=42e01f\r\n"
    "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"
    "a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\n"
    "a=fingerprint:sha-256 AA:BB\r\n"
    "a=candidate:1 1 UDP 2015363327 127.0.0.1 43211 typ host\r\n"
    "a=candidate:2 1 TCP 1015021823 127.0.0.1 9 typ host tcptype active\r\n"
    "a=candidate:3 1 UDP 2015363071 ::1 43212 typ host\r\n";

std::string without(std::string text, const std::string& line) {
    const auto at = text.find(line);
    REQUIRE(at != std::string::npos);
    return text.erase(at, text.find("\r\n", at) + 2 - at);
}

} // namespace

TEST_CASE("an offer tells what a receiver needs") {
    const auto parsed = parseOffer(kOffer);
    REQUIRE(parsed);
    const auto& offer = parsed.value();
    CHECK(offer.video == 1);
    CHECK(offer.ice.fragment == "abcd");
    CHECK(offer.ice.password == "0123456789012345678901");
    CHECK(offer.fingerprint.value == "AA:BB");
    CHECK(+offer.payloadType == 96);
    CHECK(offer.codec == "H264");
    CHECK(offer.rtxPayloadType == std::uint8_t{97});
    CHECK(offer.playoutDelayId == std::uint8_t{3});
    REQUIRE(offer.candidates.size() == 1);
    CHECK(offer.candidates[0].endpoint == parseEndpoint("127.0.0.1", 43211));
    CHECK(offer.candidates[0].priority == 2015363327U);
}

TEST_CASE("an offer that lacks a necessary line is refused by name") {
    CHECK_THAT(parseOffer(without(kOffer, "a=ice-pwd")).error().message,
               ContainsSubstring("ice-pwd"));
    CHECK_THAT(parseOffer(without(kOffer, "a=fingerprint")).error().message,
               ContainsSubstring("fingerprint"));
    CHECK_THAT(parseOffer(without(kOffer, "a=mid:video1")).error().message,
               ContainsSubstring("a=mid"));
    CHECK_THAT(parseOffer("v=0\r\n").error().message, ContainsSubstring("no video"));
}

TEST_CASE("the answer takes the one codec as DTLS client and refuses the rest") {
    const auto offer = parseOffer(kOffer);
    REQUIRE(offer);
    const auto answer = makeAnswer(offer.value(), {{"mine", "password"}, {"sha-256", "CC"}, false});
    CHECK_THAT(answer, ContainsSubstring("a=group:BUNDLE video1\r\n"));
    CHECK_THAT(answer, ContainsSubstring("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\n"));
    CHECK_THAT(answer, ContainsSubstring("m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"));
    CHECK_THAT(answer, ContainsSubstring("a=setup:active\r\na=recvonly\r\na=rtcp-mux\r\n"));
    CHECK_THAT(answer, ContainsSubstring("a=fingerprint:sha-256 CC\r\n"));
    CHECK_THAT(answer, ContainsSubstring("a=extmap:3 "));
    CHECK(answer.find("rtx") == std::string::npos);
    CHECK(answer.find("VP8") == std::string::npos);
    const auto withRtx = makeAnswer(offer.value(), {{"mine", "password"}, {"sha-256", "CC"}, true});
    CHECK_THAT(withRtx, ContainsSubstring("m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"));
    CHECK_THAT(withRtx, ContainsSubstring("a=fmtp:97 apt=96\r\n"));
}

TEST_CASE("only candidates that we can reach are taken") {
    CHECK(parseCandidate("candidate:1 1 UDP 1 192.0.2.7 50000 typ host"));
    CHECK_FALSE(parseCandidate("candidate:1 1 UDP 1 7d6a.local 50000 typ host"));
    CHECK_FALSE(parseCandidate("candidate:1 2 UDP 1 192.0.2.7 50000 typ host"));
    CHECK_FALSE(parseCandidate("candidate:1 1 UDP 1 192.0.2.7 70000 typ host"));
    CHECK_FALSE(parseCandidate(""));
}
