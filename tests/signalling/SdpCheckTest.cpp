// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/Answers.hpp"
#include "signalling/Offers.hpp"

#include "signalling/SdpCheck.hpp"

using namespace vitrine::signalling;
using answers::kChrome;
using answers::with;
using answers::without;

namespace {

const OfferedVideo kOffer{"video0", {96}};

// The error of an answer that must be refused.
vitrine::util::Error refusal(const std::string& sdp) {
    const auto checked = checkAnswer(sdp, kOffer);
    REQUIRE_FALSE(checked);
    return checked.error();
}

CheckedAnswer accepted(const std::string& sdp, const OfferedVideo& offer = kOffer) {
    const auto checked = checkAnswer(sdp, offer);
    if (!checked)
        FAIL(checked.error().message);
    return checked.value();
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

} // namespace

TEST_CASE("Chrome's answer, written anew") {
    CHECK(accepted(kChrome).sdp == answers::crlf(R"(v=0
o=- 1 1 IN IP4 0.0.0.0
s=-
t=0 0
a=group:BUNDLE video0
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
a=mid:video0
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlig
a=ice-options:trickle
a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08
a=setup:active
a=rtcp-mux
a=rtcp-rsize
a=recvonly
a=rtpmap:96 H264/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=candidate:1467250027 1 UDP 2122260223 192.0.2.17 46154 typ host
a=candidate:842163049 1 UDP 1677729535 198.51.100.4 46154 typ srflx raddr 0.0.0.0 rport 0
)"));
}

TEST_CASE("what Chrome's answer says, as values") {
    const auto answer = accepted(kChrome);
    CHECK(answer.mid == "video0");
    CHECK(answer.ufrag == "4ZcD");
    CHECK(answer.password == "2/1muCWoOi3uLifh0NuRHlig");
    CHECK(answer.setup == "active");
    CHECK(answer.fingerprint.algorithm == "sha-256");
    CHECK(answer.payloadTypes == std::vector<unsigned>{96, 97});
    CHECK(answer.h264PayloadTypes == std::vector<unsigned>{96});
    CHECK(answer.headerExtensions.size() == 2);
    CHECK(answer.headerExtensions.at(1) ==
          "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay");
    CHECK(answer.rtcpFb ==
          std::set<std::string>{"ccm fir", "goog-remb", "nack", "nack pli", "transport-cc"});
    CHECK_FALSE(answer.endOfCandidates);
}

TEST_CASE("Firefox's fingerprint moves from the session to the video, the video's direction wins") {
    const auto answer = accepted(answers::kFirefox);
    const auto video = answer.sdp.substr(answer.sdp.find("m=video"));
    CHECK(count(answer.sdp, "a=fingerprint:") == 1);
    CHECK(count(video, "a=fingerprint:sha-256 2E:A1:0D") == 1);
    CHECK(count(video, "a=recvonly\r\n") == 1);
    CHECK(count(video, "a=ice-options:trickle\r\n") == 1);
    CHECK(count(video, "a=candidate:") == 3); // RTCP's own is left out
    CHECK(count(video, "a=candidate:1 1 TCP 2105524479 192.0.2.33 9 typ host tcptype active") == 1);
    CHECK(answer.headerExtensions.size() == 1);
    CHECK(answer.endOfCandidates);
}

TEST_CASE("Safari's answer is taken, and so is any with CRLF or blank lines") {
    CHECK(accepted(answers::kSafari).h264PayloadTypes == std::vector<unsigned>{96});
    CHECK(accepted(answers::crlf(kChrome)).sdp == accepted(kChrome).sdp);
    CHECK(accepted(kChrome + "\n\r\n").sdp == accepted(kChrome).sdp);
}

// Recorded from Janus 1.1.2 and pion 3.1, which publish's offers were posted to.
TEST_CASE("what WHIP servers answer is taken: their fingerprint is the session's") {
    const std::string name = GENERATE("janus", "pion");
    const auto answer =
        accepted(offers::contentOf(std::string{TESTS_DIR} + "/fuzz/corpus/sdp/" + name + ".sdp"));
    CHECK(answer.setup == "active");
    CHECK(answer.payloadTypes == std::vector<unsigned>{96, 97});
    CHECK(answer.endOfCandidates);
    CHECK(count(answer.sdp, "a=fingerprint:sha-256 ") == 1);
    CHECK(count(answer.sdp, "a=fingerprint") == 1);
    CHECK(count(answer.sdp, "a=mid:video0\r\n") == 1);
    CHECK(count(answer.sdp, " 192.0.2.1 ") >= 1);
}

TEST_CASE("what is written reads the same again") {
    for (const auto& sdp : {kChrome, answers::kFirefox, answers::kSafari}) {
        const auto once = accepted(sdp);
        CHECK(accepted(once.sdp).sdp == once.sdp);
    }
}

TEST_CASE("ICE, DTLS and direction of the session count where the video has none") {
    auto sdp = kChrome;
    std::string moved;
    for (const std::string line : {"a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:",
                                   "a=recvonly", "a=ice-options:", "a=extmap:1 "}) {
        const auto at = sdp.find("\n" + line) + 1;
        const auto end = sdp.find('\n', at) + 1;
        moved += sdp.substr(at, end - at);
        sdp.erase(at, end - at);
    }
    sdp = with(sdp, "m=video", moved + "m=video");
    CHECK(accepted(sdp).sdp == accepted(kChrome).sdp);
}

TEST_CASE("half of a session's ICE credentials is not mixed with the video's") {
    auto sdp = with(without(kChrome, "a=ice-pwd"), "m=video",
                    "a=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\nm=video");
    CHECK_THAT(refusal(sdp).message, ContainsSubstring("a=ice-pwd"));
}

TEST_CASE("an answer may say sendrecv or nothing: it gets what was offered") {
    CHECK(accepted(with(kChrome, "a=recvonly", "a=sendrecv")).sdp == accepted(kChrome).sdp);
    CHECK(accepted(without(kChrome, "a=recvonly")).sdp == accepted(kChrome).sdp);
}

TEST_CASE("of several fingerprints SHA-256 goes on, of unknown ones none") {
    const auto two = with(kChrome, "a=fingerprint",
                          "a=fingerprint:md2 00:11\na=fingerprint:sha-1 " +
                              std::string{"01:02:03:04:05:06:07:08:09:"
                                          "10:11:12:13:14:15:16:17:18:"
                                          "19:20"} +
                              "\na=fingerprint");
    CHECK(accepted(two).fingerprint == accepted(kChrome).fingerprint);
    CHECK(count(accepted(two).sdp, "a=fingerprint") == 1);
    CHECK(accepted(without(two, "a=fingerprint:sha-256")).fingerprint.algorithm == "sha-1");
    CHECK_THAT(refusal(with(kChrome, "sha-256", "md2")).message,
               ContainsSubstring("no a=fingerprint"));
}

TEST_CASE("nothing of the stranger's that is not known goes on") {
    const auto answer = accepted(
        with(kChrome, "a=recvonly",
             "b=AS:1\na=ice-lite\na=x-own:value\na=ssrc:1 cname:x\na=recvonly\n"
             "a=rtcp-fb:96 x-own\na=extmap:200 urn:x\na=rtcp-fb:* nack\na=rtpmap:98 VP8/90000"));
    for (const std::string part : {"b=AS", "ice-lite", "x-own", "ssrc", "urn:x", "VP8"})
        CHECK(count(answer.sdp, part) == 0);
    CHECK(count(accepted(with(kChrome, "apt=96", "apt=96;x=y; rtx-time=200;payload=1")).sdp,
                "a=fmtp:97 apt=96;rtx-time=200\r\n") == 1);
}

TEST_CASE("candidates that are names or nonsense are left out, and there is an end to them") {
    auto many = kChrome;
    for (unsigned i = 0; i < 200; ++i)
        many += "a=candidate:1 1 udp 1 192.0.2.1 " + std::to_string(1000 + i) + " typ host\n";
    CHECK(count(accepted(many).sdp, "a=candidate:") == kMaxSdpCandidates);
    const auto odd =
        kChrome + "a=candidate:nonsense\na=candidate:1 1 udp 1 evil.example 5 typ host\n";
    CHECK(accepted(odd).sdp == accepted(kChrome).sdp);
    CHECK(count(accepted(kChrome).sdp, ".local") == 0);
}

TEST_CASE("a browser that cannot play says so, and gets that code") {
    for (const auto& sdp :
         {with(kChrome, "m=video 9", "m=video 0"), with(kChrome, "a=recvonly", "a=inactive"),
          with(kChrome, "H264/90000", "VP8/90000"), with(kChrome, "H264/90000", "H264/8000"),
          with(with(kChrome, "SAVPF 96", "SAVPF 102"), "a=rtpmap:96", "a=rtpmap:102"),
          without(kChrome, "a=rtpmap:96")}) {
        const auto error = refusal(sdp);
        CHECK(error.code == "cannot-play");
        CHECK_THAT(error.message, ContainsSubstring("no H.264 decoder?"));
    }
}

TEST_CASE("without an offer to compare with, any mid and H264 payload type will do") {
    auto sdp = with(with(kChrome, "a=mid:video0", "a=mid:0"), "SAVPF 96", "SAVPF 102");
    sdp = with(sdp, "a=rtpmap:96", "a=rtpmap:102");
    CHECK(accepted(sdp, {}).h264PayloadTypes == std::vector<unsigned>{102});
}
