// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/ExpressLane.hpp"

#include "gst/Element.hpp"
#include "util/Log.hpp"
#include "viewer/NicePath.hpp"
#include "viewer/PairText.hpp"
#include "viewer/WebrtcParts.hpp"

#include <system_error>
#include <utility>

namespace vitrine::viewer {
namespace {

// Events, too: a pad hands its caps and segment over before its first buffer, and a session at rest
// would refuse them, which ends the reading of the socket.
constexpr auto kEverything =
    GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST |
                    GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM);

// Ends what comes by here: a buffer is dropped, an event taken, which a dropped one is not: the pad
// would offer it again before each buffer.
GstPadProbeReturn swallow(GstPad* /*pad*/, GstPadProbeInfo* info) {
    if ((info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) == 0)
        return GST_PAD_PROBE_DROP;
    gst_event_unref(gst_pad_probe_info_get_event(info));
    GST_PAD_PROBE_INFO_DATA(info) = nullptr;
    return GST_PAD_PROBE_HANDLED;
}

void putToRest(GstElement* element) {
    // Locked, so that nothing the bins around it do wakes it again.
    gst_element_set_locked_state(element, TRUE);
    gst_element_set_state(element, GST_STATE_NULL);
}

void hear(const rtp::Feedback& feedback, ExpressSender& sender, const Listeners& listeners) {
    listeners.signs->hear(feedback, util::Clock::now());
    const bool lostForGood = sender.onFeedback(feedback);
    if (feedback.wantsKeyFrame || lostForGood)
        listeners.wantKeyFrame();
}

} // namespace

std::unique_ptr<ExpressLane> ExpressLane::open(GstElement* webrtcbin, StreamIdentity stream,
                                               const Listeners& listeners, const House& house,
                                               Unheard unheard) {
    const auto refuse = [&listeners](const char* what) {
        util::log::warning(gst::about(gst::Room::Viewer, listeners.name),
                           "sending through webrtcbin: ", what);
        return nullptr;
    };
    const auto key = outgoingKey(webrtcbin);
    if (!key)
        return refuse("its DTLS element shows no AES-128 key with HMAC-SHA1-80");
    const auto agent = niceAgent(webrtcbin);
    if (!agent)
        return refuse("its ICE agent is not libnice's");
    const RtpBin session(webrtcbin);
    if (!session.peer("recv_rtcp_sink_0") || !session.pad("send_rtcp_src_0"))
        return refuse("its RTP session has no RTCP where it is expected");
    try {
        auto path = selectedPath(agent, kStream, kComponent);
        if (!path)
            return refuse("its ICE agent has no selected pair");
        auto sender = std::make_shared<ExpressSender>(*key, std::move(stream), std::move(path),
                                                      listeners.fanOut->packets(), house.time);
        std::unique_ptr<ExpressLane> lane(new ExpressLane(agent, std::move(sender), house.reaper,
                                                          std::move(unheard), listeners.name));
        lane->sender_->setWatchRoom([&readiness = house.feedback,
                                     sender = std::weak_ptr(lane->sender_)](int descriptor) {
            return std::make_unique<util::Readiness::RoomWatch>(readiness, descriptor, [sender] {
                if (const auto there = sender.lock())
                    there->onRoom();
                return false;
            });
        });
        lane->followPair();
        lane->prepareReader(webrtcbin, listeners, house.feedback);
        lane->takeOverRtcp(webrtcbin, listeners);
        return lane;
    } catch (const std::exception& error) {
        return refuse(error.what());
    }
}

ExpressLane::ExpressLane(gst::Ref<NiceAgent> agent, std::shared_ptr<ExpressSender> sender,
                         gst::Reaper& reaper, Unheard unheard, std::string name)
    : agent_(std::move(agent))
    , sender_(std::move(sender))
    , reaper_(reaper)
    , unheard_(std::move(unheard))
    , name_(std::move(name)) {}

ExpressLane::~ExpressLane() {
    sender_->close();
    // Not here: it waits for a packet that is being read. The reaper does it before the pipeline.
    if (reader_)
        reaper_.perform([reader = std::move(reader_)] { reader->stop(); });
}

void ExpressLane::followPair() {
    selectedPair_ = gst::Connection::to(
        agent_.get(), "new-selected-pair-full",
        std::function<void(NiceAgent*, guint, guint, NiceCandidate*, NiceCandidate*)>(
            [this, token = token_.weak()](auto*, guint, guint, auto*, auto*) {
                util::post(token, [this] { onSelectedPair(); });
            }));
    // One may have been selected between the question and the connection.
    onSelectedPair();
}

void ExpressLane::onSelectedPair() {
    try {
        if (auto path = selectedPath(agent_, kStream, kComponent))
            sender_->setPath(std::move(path));
        gst::Story(gst::Room::Viewer, name_)
            .debug("ICE goes from ", selectedPairText(agent_, kStream, kComponent));
    } catch (const std::system_error& error) {
        util::log::warning(gst::about(gst::Room::Viewer, name_), error.what());
    }
}

void ExpressLane::prepareReader(GstElement* webrtcbin, const Listeners& listeners,
                                util::Readiness& readiness) {
    readingParts_ = readingParts(webrtcbin);
    const auto theirs = incomingKey(webrtcbin);
    // libnice does not tell of all the sockets behind a TURN server.
    if (!theirs || readingParts_.empty() || isRelayed(agent_, kStream, kComponent))
        return; // webrtcbin goes on reading
    reader_ = std::make_shared<FeedbackReader>(
        agent_, kStream, kComponent, readiness, *theirs,
        [sender = sender_, listeners](const rtp::Feedback& feedback) {
            hear(feedback, *sender, listeners);
        });
}

void ExpressLane::takeOverRtcp(GstElement* webrtcbin, const Listeners& listeners) {
    const RtpBin session(webrtcbin);
    auto onRtcp = [this, sender = sender_, listeners, token = token_.weak(),
                   first = true](GstPad* on, GstPadProbeInfo* info) mutable {
        if ((info->type & GST_PAD_PROBE_TYPE_BUFFER) != 0) {
            hear(feedbackIn(gst_pad_probe_info_get_buffer(info)), *sender, listeners);
            // Who sends SRTCP has the whole handshake behind it.
            if (std::exchange(first, false))
                util::post(token, [this] { readOurselves(); });
        }
        return swallow(on, info);
    };
    if (const auto pad = session.peer("recv_rtcp_sink_0"))
        rtcpIn_ = gst::PadProbe(pad.get(), kEverything, std::move(onRtcp));
    // Nobody was asked to send us any; and nothing may run into a session at rest.
    if (const auto pad = session.peer("recv_rtp_sink_0"))
        rtpIn_ = gst::PadProbe(pad.get(), kEverything, swallow);
    // webrtcbin's session knows nothing of what we send: what it would report is wrong.
    if (const auto pad = session.pad("send_rtcp_src_0"))
        rtcpOut_ = gst::PadProbe(pad.get(), kEverything, swallow);
}

void ExpressLane::rest(GstElement* webrtcbin, const gst::Ref<GstElement>& appsrc) const {
    for (const auto& element :
         {appsrc, findByType(webrtcbin, "GstRtpRtxSend"), RtpBin(webrtcbin).element()})
        if (element)
            reaper_.perform([element] { putToRest(element.get()); });
}

void ExpressLane::readOurselves() {
    if (!reader_)
        return;
    // One after the other: what reads for webrtcbin gives the socket back when it stops.
    auto onFailure = [this, token = token_.weak()](const std::string& why) {
        util::post(token, [this, why] { unheard_(why); });
    };
    reaper_.perform(
        [parts = std::move(readingParts_), reader = reader_, onFailure = std::move(onFailure)] {
            for (const auto& part : parts)
                putToRest(part.get());
            try {
                reader->start();
            } catch (const std::system_error& error) {
                // What read before is stopped for good.
                onFailure(error.what());
            }
        });
}

} // namespace vitrine::viewer
