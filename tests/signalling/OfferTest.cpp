// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/Answers.hpp"
#include "signalling/Offers.hpp"

using namespace vitrine::signalling;
using answers::with;
using offers::kOurs;
using offers::recorded;

namespace {

SdpOffer accepted(const std::string& sdp) {
    const auto offer = readOffer(sdp);
    if (!offer)
        FAIL(offer.error().message);
    return offer.value();
}

VideoChoice chosen(const std::string& sdp, const OurVideo& ours = kOurs) {
    const auto choice = chooseVideo(accepted(sdp), ours);
    if (!choice)
        FAIL(choice.error().message);
    return choice.value();
}

// The error of an offer that must be refused, when it is read or when it is met.
vitrine::util::Error refusal(const std::string& sdp, const OurVideo& ours = kOurs) {
    REQUIRE_FALSE(sdp.empty()); // a test's own slip
    const auto offer = readOffer(sdp);
    if (!offer)
        return offer.error();
    const auto choice = chooseVideo(offer.value(), ours);
    REQUIRE_FALSE(choice);
    return choice.error();
}

std::string answerTo(const std::string& sdp) {
    const auto offer = accepted(sdp);
    return writeAnswer(offer, chosen(sdp), kOurs, offers::kOwn,
                       {"candidate:1 1 UDP 2015364095 192.0.2.1 44879 typ host"}, "door", 5);
}

OurVideo withProfile(const std::string& profile) {
    auto ours = kOurs;
    ours.profileLevelId = profile;
    return ours;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("every client's offer is answered, byte by byte") {
    const std::string name =
        GENERATE("chrome", "chrome-audio", "firefox", "safari", "obs", "pion", "gstreamer",
                 "gstreamer-max-bundle", "permuted", "no-asymmetry", "no-mid", "passive");
    INFO(name);
    const auto expected =
        offers::contentOf(std::string{TESTS_DIR} + "/signalling/answers/" + name + ".sdp");
    REQUIRE_FALSE(expected.empty());
    CHECK(answerTo(recorded(name)) == answers::crlf(expected));
}

TEST_CASE("the nearest H.264 is chosen, with its retransmission, whatever the numbers") {
    CHECK(chosen(recorded("chrome")).payloadType == 108); // Constrained Baseline before Baseline
    CHECK(chosen(recorded("chrome")).retransmission == 109U);
    CHECK(chosen(recorded("chrome"), withProfile("42001f")).payloadType == 102);
    CHECK(chosen(recorded("chrome"), withProfile("4d0028")).payloadType == 116);
    CHECK(chosen(recorded("chrome"), withProfile("640028")).payloadType == 41); // 4:4:4 takes it
    CHECK(chosen(recorded("safari"), withProfile("640028")).payloadType == 96);
    CHECK(chosen(recorded("safari"), withProfile("4d0028")).payloadType == 96);
    CHECK(chosen(recorded("safari")).payloadType == 98);
    CHECK(chosen(recorded("firefox")).payloadType == 126); // 97 has no packetization-mode
    CHECK(chosen(recorded("pion")).payloadType == 125);
    CHECK(chosen(recorded("permuted")).payloadType == 35);
    CHECK_FALSE(chosen(recorded("permuted")).retransmission);
}

TEST_CASE("a payload type that is offered twice is answered once") {
    CHECK(answerTo(recorded("twice-the-type")) == answerTo(recorded("chrome-audio")));
}

TEST_CASE("header extensions keep the offer's numbers") {
    const auto ids = [](const std::string& name) {
        return chosen(recorded(name)).headerExtensions;
    };
    CHECK(ids("chrome") == std::map<unsigned, std::string>{{5, kOurs.headerExtensions[0]}});
    CHECK(ids("firefox") == std::map<unsigned, std::string>{{6, kOurs.headerExtensions[0]}});
    CHECK(ids("pion").empty());
}

TEST_CASE("what webrtcbin gets is the chosen video alone, in the stream's own words") {
    const auto sdp = recorded("chrome-audio");
    const auto offer = accepted(sdp);
    const auto written =
        offerForWebrtcbin(offer, chosen(sdp), kOurs, {"candidate:1 1 UDP 1 192.0.2.9 5 typ host"});
    CHECK(written == answers::crlf("v=0\n"
                                   "o=- 1 1 IN IP4 0.0.0.0\n"
                                   "s=-\n"
                                   "t=0 0\n"
                                   "a=group:BUNDLE video0\n"
                                   "m=video 9 UDP/TLS/RTP/SAVPF 108 109\n"
                                   "c=IN IP4 0.0.0.0\n"
                                   "a=mid:video0\n"
                                   "a=ice-ufrag:" +
                                   *offer.media[1].level.ufrag +
                                   "\na=ice-pwd:" + *offer.media[1].level.password +
                                   "\na=ice-options:trickle\n"
                                   "a=fingerprint:sha-256 " +
                                   offer.media[1].level.fingerprints[0].value +
                                   "\na=setup:actpass\n"
                                   "a=rtcp-mux\n"
                                   "a=rtcp-rsize\n"
                                   "a=recvonly\n"
                                   "a=rtpmap:108 H264/90000\n"
                                   "a=rtcp-fb:108 nack\n"
                                   "a=rtcp-fb:108 nack pli\n"
                                   "a=rtcp-fb:108 ccm fir\n"
                                   "a=fmtp:108 packetization-mode=1;profile-level-id=42c01e\n"
                                   "a=rtpmap:109 rtx/90000\n"
                                   "a=fmtp:109 apt=108\n"
                                   "a=extmap:5 " +
                                   kOurs.headerExtensions[0] +
                                   "\na=candidate:1 1 UDP 1 192.0.2.9 5 typ host\n"));
}

TEST_CASE("the transport is that of the first m-line that the video is bundled with") {
    CHECK(chosen(recorded("chrome-audio")).transport == 0);
    CHECK(chosen(recorded("gstreamer-max-bundle")).transport == 0);
    // Candidates are told at the first m-line, or at any other that has the transport.
    CHECK(chosen(recorded("obs")).sharing == std::vector<std::size_t>{0, 1});
    // One of its own is the video's, and the first m-line is refused.
    const auto apart = chosen(with(recorded("obs"), "a=ice-ufrag:zYjK", "a=ice-ufrag:zYjL"));
    CHECK(apart.transport == 1);
    CHECK(apart.sharing == std::vector<std::size_t>{1});
    CHECK(chosen(with(recorded("obs"), "a=group:BUNDLE 0 1", "a=x")).transport == 1);
    // A data channel that is refused carries nothing.
    CHECK(chosen(recorded("data-channel-first")).transport == 1);
}

TEST_CASE("a second video, and whatever else there is, is refused") {
    const auto obs = recorded("obs");
    const auto audio = obs.find("m=audio");
    const auto video = obs.find("m=video");
    const auto second = with(obs.substr(video), "a=mid:1", "a=mid:2");
    const auto two =
        with(obs.substr(0, audio) + obs.substr(video) + second, "BUNDLE 0 1", "BUNDLE 1 2");
    const auto answer = answerTo(two + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
                                       "c=IN IP4 0.0.0.0\r\na=mid:3\r\na=sctp-port:5000\r\n");
    CHECK(contains(answer, "a=group:BUNDLE 1\r\n"));
    CHECK(contains(answer, "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"));
    CHECK(contains(answer, "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n"));
    CHECK(contains(answer, "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"));
    // One that is disabled, or takes nothing, is passed by.
    CHECK(chosen(with(two, "m=video 50123", "m=video 0")).media == 1);
    CHECK(chosen(with(two, "a=recvonly", "a=inactive")).media == 1);
}

TEST_CASE("an offer that cannot be met is refused with what is missing") {
    const auto obs = recorded("obs");
    struct Case {
        std::string sdp;
        std::string code;
        std::string words;
    };
    const std::vector<Case> cases{
        {recorded("vp8-only"), "cannot-play", "no H264/90000"},
        {recorded("mode-0-only"), "cannot-play", "no packetization-mode=1"},
        {recorded("many-lines"), "bad-sdp", "one more m-line than the 32"},
        {recorded("twice-the-mid"), "bad-sdp", "two m-lines have the a=mid \"0\""},
        {obs.substr(0, obs.find("m=video")), "cannot-play", "no m=video"},
        {obs.substr(0, obs.find("m=audio")), "bad-sdp", "no m-line"},
        {with(obs, "m=video 50123", "m=video 0"), "cannot-play", "has port 0"},
        {with(obs, "m=video 50123 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/AVP"), "cannot-play",
         "it must be UDP/TLS/RTP/SAVPF"},
        {with(obs, "m=video 50123", "m=video 65536"), "bad-sdp", "a number to 65535"},
        {with(obs, "SAVPF 96", "SAVPF 128"), "bad-sdp", "a number to 127"},
        {with(obs, "a=mid:1", "a=mid:" + std::string(65, 'x')), "bad-sdp", "mid must be"},
        {with(obs.substr(obs.find("m=video")), "m=video", "v=0\nm=video"), "bad-sdp",
         "no a=fingerprint"},
    };
    for (const auto& [sdp, code, words] : cases) {
        const auto error = refusal(sdp);
        INFO(words);
        CHECK(error.code == code);
        CHECK_THAT(error.message, ContainsSubstring(words));
    }
    const auto profile = refusal(obs, withProfile("640028"));
    CHECK(profile.code == "cannot-play");
    CHECK(profile.message == "the camera sends H.264 High (profile-level-id 640028), the offer "
                             "takes only 42e01f");
}
