// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/Answers.hpp"
#include "signalling/Offers.hpp"
#include "support/MainLoopRunner.hpp"

#include "gst/Element.hpp"
#include "gst/Pipeline.hpp"
#include "gst/Promise.hpp"
#include "signalling/SdpCheck.hpp"

#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>

#include <atomic>
#include <optional>
#include <regex>

using namespace vitrine;

namespace {

constexpr const char* kOfferedCaps =
    "application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,payload=96,ssrc=(uint)7,"
    "packetization-mode=(string)1,profile-level-id=(string)42e01f,rtcp-fb-nack=(boolean)true,"
    "rtcp-fb-nack-pli=(boolean)true,rtcp-fb-transport-cc=(boolean)true";

using DescriptionPtr =
    gst::Unique<GstWebRTCSessionDescription, gst_webrtc_session_description_free>;

// A webrtcbin that offers, on loopback only: to send one H.264 video, until it is told what else.
class Offerer {
  public:
    explicit Offerer(const std::vector<std::string>& received = {},
                     const char* bundlePolicy = "max-bundle")
        : pipeline_("offerer")
        , webrtc_(gst::makeElement("webrtcbin")) {
        gst_util_set_object_arg(G_OBJECT(webrtc_.get()), "bundle-policy", bundlePolicy);
        GObject* agent = nullptr;
        g_object_get(webrtc_.get(), "ice-agent", &agent, nullptr);
        gboolean added = FALSE;
        g_signal_emit_by_name(agent, "add-local-ip-address", "127.0.0.1", &added);
        GObject* nice = nullptr;
        g_object_get(agent, "agent", &nice, nullptr);
        g_object_set(nice, "upnp", FALSE, nullptr);
        g_object_unref(nice);
        g_object_unref(agent);
        pipeline_.add(webrtc_);
        for (const auto& caps : received)
            add(GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps.c_str());
        if (received.empty())
            add(GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, kOfferedCaps);
        pipeline_.play();
    }

    // The offer, set as the local description.
    std::string offer() {
        DescriptionPtr description;
        const auto failure = ask("create-offer", nullptr, [&](const GstStructure* reply) {
            GstWebRTCSessionDescription* made = nullptr;
            gst_structure_get(reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &made, nullptr);
            description.reset(made);
        });
        REQUIRE(failure.empty());
        REQUIRE(description);
        CHECK(ask("set-local-description", description.get(), nullptr).empty());
        const gst::CharPtr text(gst_sdp_message_as_text(description->sdp));
        return text.get();
    }

    // What webrtcbin says against the answer; nothing when it takes it.
    std::string answer(const std::string& sdp) {
        GstSDPMessage* message = nullptr;
        REQUIRE(gst_sdp_message_new_from_text(sdp.c_str(), &message) == GST_SDP_OK);
        const DescriptionPtr description(
            gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_ANSWER, message));
        return ask("set-remote-description", description.get(), nullptr);
    }

  private:
    void add(GstWebRTCRTPTransceiverDirection direction, const char* text) {
        const gst::Ref<GstCaps> caps(gst_caps_from_string(text), gst::adopt);
        GstWebRTCRTPTransceiver* transceiver = nullptr;
        g_signal_emit_by_name(webrtc_.get(), "add-transceiver", direction, caps.get(),
                              &transceiver);
        g_object_set(transceiver, "do-nack", TRUE, nullptr);
        gst_object_unref(transceiver);
    }

    std::string ask(const char* signal, GstWebRTCSessionDescription* description,
                    std::function<void(const GstStructure*)> onReply) {
        std::atomic<bool> done{false};
        std::string failure;
        const auto promise = gst::makePromise([&](const GstStructure* reply) {
            GError* error = nullptr;
            if (reply && gst_structure_get(reply, "error", G_TYPE_ERROR, &error, nullptr) != FALSE)
                failure = error->message;
            g_clear_error(&error);
            if (onReply && reply)
                onReply(reply);
            done = true;
        });
        g_signal_emit_by_name(webrtc_.get(), signal, description, promise.get());
        REQUIRE(test::runUntil([&] { return done.load(); }));
        return failure;
    }

    gst::Pipeline pipeline_;
    gst::Ref<GstElement> webrtc_;
};

// The same answer with every address on this machine: nothing may leave it.
std::string onLoopback(const std::string& sdp) {
    return std::regex_replace(
        std::regex_replace(sdp, std::regex(R"((192\.0\.2|198\.51\.100)\.\d+)"), "127.0.0.1"),
        std::regex("2001:db8::33"), "::1");
}

} // namespace

TEST_CASE("webrtcbin takes what the check lets through of every browser's answer") {
    for (const auto& sdp : {answers::kChrome, answers::kFirefox, answers::kSafari}) {
        Offerer offerer;
        const auto offer = offerer.offer();
        CHECK_THAT(offer, ContainsSubstring("a=mid:video0"));
        const auto checked = signalling::checkAnswer(onLoopback(sdp), {"video0", {96}});
        REQUIRE(checked);
        CHECK(offerer.answer(checked.value().sdp).empty());
    }
}

TEST_CASE("webrtcbin's own answers keep to the check") {
    // A peer built on the same library is the commonest one that is not a browser.
    Offerer offerer;
    const auto offer = offerer.offer();
    const auto again =
        signalling::checkAnswer(answers::with(answers::with(offer, "setup:actpass", "setup:active"),
                                              "sendonly", "recvonly"),
                                {"video0", {96}});
    INFO((again ? std::string{} : again.error().message + "\n" + offer));
    CHECK(again);
}

TEST_CASE("webrtcbin takes our answers to its offers, as whepsrc makes them") {
    const std::string audio = "application/x-rtp,media=audio,encoding-name=PCMU,payload=0,"
                              "clock-rate=8000";
    const std::string video = "application/x-rtp,media=video,encoding-name=H264,payload=127,"
                              "clock-rate=90000";
    const std::vector<std::pair<std::vector<std::string>, const char*>> shapes{
        {{video}, "none"},
        {{video}, "max-bundle"},
        {{audio, video}, "none"},
        {{audio, video}, "max-bundle"},
        {{video, audio}, "max-bundle"}};
    for (const auto& [received, bundlePolicy] : shapes) {
        Offerer offerer(received, bundlePolicy);
        const auto sdp = offerer.offer();
        INFO(sdp);
        const auto offer = signalling::readOffer(sdp);
        REQUIRE(offer);
        const auto choice = signalling::chooseVideo(offer.value(), offers::kOurs);
        REQUIRE(choice);
        const auto answer =
            signalling::writeAnswer(offer.value(), choice.value(), offers::kOurs, offers::kOwn,
                                    {"candidate:1 1 UDP 1 127.0.0.1 9 typ host"}, "door", 5);
        INFO(answer);
        CHECK(offerer.answer(answer).empty());
    }
}
