// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Answers.hpp"
#include "support/catch.hpp"

#include "viewer/StreamIdentity.hpp"

using namespace vitrine;
using answers::crlf;
using answers::with;
using answers::without;
using viewer::agreedStream;

namespace {

// As webrtcbin 1.22 writes it.
const std::string kOffer = R"(v=0
o=- 3004925229754170428 0 IN IP4 0.0.0.0
s=-
t=0 0
a=ice-options:trickle
a=group:BUNDLE video0
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
a=setup:actpass
a=ice-ufrag:Jd7/EbeGO2tfS1lvYJ2MeMsf6VHOjCD4
a=ice-pwd:BCRYIpiRUSqgTOURdUNi7ihy9iENokni
a=rtcp-mux
a=rtcp-rsize
a=sendonly
a=rtpmap:96 H264/90000
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=fmtp:96 packetization-mode=1;profile-level-id=42e01f
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
a=ssrc-group:FID 4123456789 1850271654
a=ssrc:4123456789 msid:user399811679@host-1842831d webrtctransceiver0
a=ssrc:4123456789 cname:user399811679@host-1842831d
a=ssrc:1850271654 msid:user399811679@host-1842831d webrtctransceiver0
a=ssrc:1850271654 cname:user399811679@host-1842831d
a=mid:video0
a=fingerprint:sha-256 3F:A8:7E:AB:09:04:16:34:AD:3F:3D:4F:AC:73:44:43:B2:42:DC:12:16:C1:81:5A:62:ED:03:78:CC:6F:1D:AC
a=rtcp-mux-only
)";

std::optional<viewer::StreamIdentity> agree(const std::string& answer,
                                            const std::string& offer = kOffer) {
    REQUIRE_FALSE(offer.empty());
    REQUIRE_FALSE(answer.empty());
    return agreedStream(crlf(offer), crlf(answer), 96);
}

using Retransmission = viewer::StreamIdentity::Retransmission;

} // namespace

TEST_CASE("a browser that takes all gets all that was offered") {
    const auto stream = agree(answers::kChrome);
    REQUIRE(stream);
    CHECK(stream->payloadType == 96);
    CHECK(stream->ssrc == 4123456789);
    CHECK(stream->retransmission == Retransmission{97, 1850271654});
    CHECK(stream->playoutDelayId == std::uint8_t{1});
    CHECK(stream->cname == "user399811679@host-1842831d");
}

TEST_CASE("who does not take the retransmission stream has none") {
    const auto refused = agree(without(
        without(with(answers::kChrome, "SAVPF 96 97", "SAVPF 96"), "a=rtpmap:97"), "a=fmtp:97"));
    REQUIRE(refused);
    CHECK_FALSE(refused->retransmission);
    CHECK(refused->ssrc == 4123456789);
}

TEST_CASE("what was not offered is not agreed on") {
    const auto noGroup = agree(answers::kChrome, without(kOffer, "a=ssrc-group"));
    REQUIRE(noGroup);
    CHECK_FALSE(noGroup->retransmission);
    const auto otherGroup = agree(answers::kChrome, with(kOffer, "group:FID", "group:FEC"));
    REQUIRE(otherGroup);
    CHECK_FALSE(otherGroup->retransmission);
    const auto ofAnother = agree(answers::kChrome, with(kOffer, "apt=96", "apt=9"));
    REQUIRE(ofAnother);
    CHECK_FALSE(ofAnother->retransmission);
    const auto ofALonger = agree(answers::kChrome, with(kOffer, "apt=96", "apt=960"));
    REQUIRE(ofALonger);
    CHECK_FALSE(ofALonger->retransmission);
}

TEST_CASE("the retransmission stream may have more parameters") {
    const auto stream = agree(answers::kChrome, with(kOffer, "apt=96", "apt=96;rtx-time=1000"));
    REQUIRE(stream);
    CHECK(stream->retransmission == Retransmission{97, 1850271654});
}

TEST_CASE("retransmission has the payload type of the offer") {
    auto offer = with(with(kOffer, "96 97", "96 120"), "rtpmap:97", "rtpmap:120");
    offer = with(offer, "fmtp:97", "fmtp:120");
    auto answer = with(with(answers::kChrome, "96 97", "96 120"), "rtpmap:97", "rtpmap:120");
    answer = with(answer, "fmtp:97", "fmtp:120");
    const auto stream = agree(answer, offer);
    REQUIRE(stream);
    CHECK(stream->retransmission == Retransmission{120, 1850271654});
}

TEST_CASE("the playout delay has the identifier of the answer, or none") {
    const auto firefox = agree(answers::kFirefox);
    REQUIRE(firefox);
    CHECK_FALSE(firefox->playoutDelayId);
    CHECK(firefox->retransmission);
    const auto other =
        agree(with(answers::kChrome, "extmap:1 http://www", "extmap:14/recvonly http://www"));
    REQUIRE(other);
    CHECK(other->playoutDelayId == std::uint8_t{14});
}

TEST_CASE("the capture time has the identifier of the answer, or none") {
    CHECK_FALSE(agree(answers::kChrome)->captureTimeId);
    const auto stream =
        agree(with(answers::kChrome, "a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/",
                   "a=extmap:9 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time\n"
                   "a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/"));
    REQUIRE(stream);
    CHECK(stream->captureTimeId == std::uint8_t{9});
    CHECK(stream->playoutDelayId == std::uint8_t{1});
}

TEST_CASE("an answer without the video that was offered agrees on nothing") {
    CHECK_FALSE(agree(with(answers::kChrome, "SAVPF 96 97", "SAVPF 97 98")));
    CHECK_FALSE(agree(answers::kChrome.substr(0, answers::kChrome.find("m=video"))));
    CHECK_FALSE(agree(answers::kChrome, kOffer.substr(0, kOffer.find("m=video"))));
    CHECK_FALSE(agreedStream("nonsense", crlf(answers::kChrome), 96));
    CHECK_FALSE(agreedStream(crlf(kOffer), "nonsense", 96));
}

TEST_CASE("an offer that names no source has no stream") {
    auto offer = without(without(kOffer, "a=ssrc:"), "a=ssrc:");
    CHECK_FALSE(agree(answers::kChrome, without(without(offer, "a=ssrc:"), "a=ssrc:")));
    CHECK_FALSE(agree(answers::kChrome,
                      with(with(kOffer, "789 cname", "789 label"), "654 cname", "654 label")));
}

TEST_CASE("a name is no longer than RTCP can say") {
    const auto stream =
        agree(answers::kChrome, with(kOffer, "cname:user", "cname:" + std::string(300, 'u')));
    REQUIRE(stream);
    CHECK(stream->cname == std::string(255, 'u'));
}
