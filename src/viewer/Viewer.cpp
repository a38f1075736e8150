// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/Viewer.hpp"

#include "camera/Playout.hpp"
#include "camera/RtpStream.hpp"
#include "gst/Bus.hpp"
#include "gst/Element.hpp"
#include "util/Log.hpp"
#include "viewer/PublicAddress.hpp"
#include "viewer/WebrtcParts.hpp"

#include <gst/video/video.h>
#include <gst/webrtc/webrtc.h>

namespace vitrine::viewer {
namespace {

using namespace std::chrono_literals;

// From the offer to the connection; a peer that has not come by then does not come.
constexpr auto kSetupDeadline = 10s;

// Our own sender tells receivers how to measure the round trip (RFC 3611); webrtcbin knows no word
// for it in the caps it makes the offer of.
std::string withReceiverTime(std::string sdp) {
    const auto feedback = "a=rtcp-fb:" + std::to_string(camera::kPayloadType);
    if (const auto nack = sdp.find(feedback + " nack\r\n"); nack != std::string::npos)
        sdp.insert(nack, feedback + " rrtr\r\n");
    return sdp;
}

const char* wordFor(GstWebRTCPeerConnectionState state) {
    const std::unique_ptr<GEnumClass, decltype(&g_type_class_unref)> kind(
        static_cast<GEnumClass*>(g_type_class_ref(GST_TYPE_WEBRTC_PEER_CONNECTION_STATE)),
        g_type_class_unref);
    const auto* value = g_enum_get_value(kind.get(), state);
    return value ? value->value_nick : "unknown"; // a constant of the library's
}

// A source that goes to PAUSED with a buffer list in its hands drops a reference it does not hold
// (1.22). Flushing ends its loop, and everything behind it, first.
void flush(GstElement* source) {
    gst_element_send_event(source, gst_event_new_flush_start());
    const auto pad = gst::staticPad(source, "src");
    GST_PAD_STREAM_LOCK(pad.get());
    GST_PAD_STREAM_UNLOCK(pad.get());
}

} // namespace

Viewer::Viewer(std::string name, fanout::Feed& feed, const House& house,
               util::Clock::time_point askedFor, Events events, std::optional<RemoteOffer> offered,
               std::shared_ptr<fanout::KeyframeBudget> keyFrames)
    : name_(std::move(name))
    , house_(house)
    , listeners_{feed.fanOut(), std::move(keyFrames), std::make_shared<LifeSigns>(), name_}
    , askedFor_(askedFor)
    , events_(std::move(events))
    , numbers_(offered ? offered->numbers : StreamNumbers{})
    , pipeline_(name_, numberedCaps(feed.camera().caps(), numbers_), house.ice, house.time)
    , negotiation_(pipeline_.webrtcbin(),
                   {[this](const std::string& sdp) { onDescription(sdp); },
                    [this](const std::string& code, const std::string& message) {
                        fail(code, message);
                    }}) {
    story().debug("a peer connection is made for ", feed.settings().id);
    listen();
    catchKeyFrameRequests();
    play();
    if (offered)
        negotiation_.answer(offered->sdp);
    else
        negotiation_.offer();
    setup_.once(kSetupDeadline, [this] { lose("timeout", "no connection within 10 s"); });
}

Viewer::~Viewer() {
    story().debug("is taken down");
    if (subscription_)
        listeners_.fanOut->unsubscribe(subscription_);
    if (sender_)
        sender_->close();
    const auto source = sender_ && !lane_ ? pipeline_.appsrc() : gst::Ref<GstElement>();
    lane_.reset();
    keyFrameRequests_.remove();
    rtcp_.remove();
    iceCandidate_.disconnect();
    connectionState_.disconnect();
    gatheringState_.disconnect();
    handshake_ = {};
    // webrtcbin makes its transports on its own thread while it negotiates; set to NULL in the
    // middle of that it leaks them (1.22: a TransportReceiveBin, with its sockets).
    house_.reaper.reap(pipeline_.release(), [steps = negotiation_.release(), source] {
        for (const auto& step : steps)
            gst_promise_wait(step.get());
        if (source)
            flush(source.get());
    });
}

void Viewer::play() {
    try {
        pipeline_.play();
    } catch (...) {
        // Some of its elements run already; there will be no destructor to hand them over.
        house_.reaper.reap(pipeline_.release());
        throw;
    }
}

void Viewer::listen() {
    auto* webrtcbin = pipeline_.webrtcbin();
    iceCandidate_ = gst::Connection::to(
        webrtcbin, "on-ice-candidate",
        std::function<void(GstElement*, guint, const gchar*)>(
            [this, token = token_.weak()](GstElement*, guint mLine, const gchar* candidate) {
                util::post(token, [this, mLine, text = std::string(candidate ? candidate : "")] {
                    onCandidate(text, mLine);
                });
            }));
    connectionState_ = gst::Connection::to(
        webrtcbin, "notify::connection-state",
        std::function<void(GObject*, GParamSpec*)>([this, token = token_.weak()](auto*, auto*) {
            util::post(token, [this] { onConnectionState(); });
        }));
    gatheringState_ =
        gst::Connection::to(webrtcbin, "notify::ice-gathering-state",
                            std::function<void(GObject*, GParamSpec*)>(
                                [this, token = token_.weak()](GObject* object, GParamSpec*) {
                                    GstWebRTCICEGatheringState state{};
                                    g_object_get(object, "ice-gathering-state", &state, nullptr);
                                    if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE)
                                        util::post(token, [this] { events_.gathered(); });
                                }));
    handshake_ = HandshakeEnd(webrtcbin, [this, token = token_.weak()](const auto& pad) {
        util::post(token, [this, pad] {
            HandshakeEnd::awaitSent(pad.get());
            handshakeSent_ = true;
            onConnectionState();
        });
    });

    // A sync handler that drops everything: messages need neither a queue nor its descriptors.
    struct Context {
        util::WeakToken token;
        Viewer* viewer;
    };
    const gst::Ref<GstBus> bus(gst_element_get_bus(pipeline_.pipeline()), gst::adopt);
    gst_bus_set_sync_handler(
        bus.get(),
        [](GstBus*, GstMessage* message, gpointer data) {
            const auto* context = static_cast<Context*>(data);
            auto* viewer = context->viewer;
            if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
                util::post(context->token, [viewer, text = gst::describeError(message)] {
                    viewer->fail("pipeline", text);
                });
            } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_LATENCY) {
                // Without it sender reports carry no usable time.
                util::post(context->token, [viewer] {
                    gst_bin_recalculate_latency(GST_BIN(viewer->pipeline_.pipeline()));
                });
            }
            gst_message_unref(message);
            return GST_BUS_DROP;
        },
        new Context{token_.weak(), this},
        [](gpointer data) { delete static_cast<Context*>(data); });
}

void Viewer::catchKeyFrameRequests() {
    const auto pad = gst::staticPad(pipeline_.appsrc().get(), "src");
    keyFrameRequests_ = gst::PadProbe(
        pad.get(), GST_PAD_PROBE_TYPE_EVENT_UPSTREAM,
        [listeners = listeners_](GstPad*, GstPadProbeInfo* info) {
            if (!gst_video_event_is_force_key_unit(gst_pad_probe_info_get_event(info)))
                return GST_PAD_PROBE_OK;
            listeners.wantKeyFrame();
            return GST_PAD_PROBE_DROP;
        });
}

void Viewer::onDescription(const std::string& sdp) {
    const bool offering = negotiation_.theirs().empty();
    story().debug(offering ? "offers " : "answers with ", sdp.size(), " bytes of SDP");
    events_.description(
        offering && house_.sendPath == config::SendPath::Express ? withReceiverTime(sdp) : sdp);
}

void Viewer::onCandidate(const std::string& candidate, unsigned mLineIndex) {
    followRoutes(pipeline_.webrtcbin());
    events_.candidate(candidate, mLineIndex);
    // webrtcbin knows nothing of the NAT: what comes through it is for the host candidate's port.
    if (const auto beyond = beyondNat(candidate, house_.ice.publicAddress); !beyond.empty())
        events_.candidate(beyond, mLineIndex);
}

void Viewer::setAnswer(const std::string& sdp) {
    story().debug("takes an answer of ", sdp.size(), " bytes");
    negotiation_.setAnswer(sdp);
}

void Viewer::addCandidate(const std::string& candidate, unsigned mLineIndex) {
    g_signal_emit_by_name(pipeline_.webrtcbin(), "add-ice-candidate", mLineIndex,
                          candidate.c_str());
}

void Viewer::setPlayout(config::Latency latency) {
    playout_ = latency;
    if (sender_)
        sender_->setPlayoutDelay(camera::playoutDelay(latency));
}

void Viewer::resync() {
    if (connected())
        listeners_.wantKeyFrame();
}

bool Viewer::heard() const {
    return heardFromAnywhere(pipeline_.webrtcbin());
}

std::uint64_t Viewer::framesSent() const noexcept {
    return subscription_ ? subscription_->framesSent() : 0;
}

std::uint64_t Viewer::framesDropped() const noexcept {
    return subscription_ ? subscription_->framesDropped() : 0;
}

std::optional<double> Viewer::bitrate() const {
    const auto bytes = rate_.perSecond();
    return bytes ? std::optional(*bytes * 8) : std::nullopt;
}

void Viewer::onConnectionState() {
    GstWebRTCPeerConnectionState state{};
    g_object_get(pipeline_.webrtcbin(), "connection-state", &state, nullptr);
    story().debug("connection: ", wordFor(state), handshakeSent_ ? ", the handshake is sent" : "");
    switch (state) {
    case GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED:
        if (handshakeSent_ && !subscription_ && !failed_)
            onConnected();
        break;
    case GST_WEBRTC_PEER_CONNECTION_STATE_FAILED:
        lose("ice", connected() ? "the connection was lost" : "ICE finds no way");
        break;
    default:
        break;
    }
}

void Viewer::onConnected() {
    setup_.stop();
    endChecks(pipeline_.webrtcbin());
    if (house_.sendPath == config::SendPath::Express) {
        if (auto stream =
                agreedStream(negotiation_.ours(), negotiation_.theirs(), numbers_.payloadType))
            lane_ = ExpressLane::open(pipeline_.webrtcbin(), std::move(*stream), listeners_, house_,
                                      [this](const std::string& why) {
                                          util::log::error(about(), name_, " is not heard: ", why);
                                          lose("internal", "this server cannot hear the browser");
                                      });
    }
    if (lane_) {
        sender_ = lane_->sender();
        lane_->rest(pipeline_.webrtcbin(), pipeline_.appsrc());
    } else {
        sender_ = std::make_shared<WebrtcbinSender>(pipeline_.appsrc(), numbers_);
        hearRtcp();
    }
    if (playout_)
        sender_->setPlayoutDelay(camera::playoutDelay(*playout_));
    story().debug("is connected; frames go by ", sender_->name());
    subscription_ = listeners_.fanOut->subscribe(sender_, listeners_.keyFrames, askedFor_, name_);
    events_.connected();
}

// In front of webrtcbin's RTP session, which is not told.
void Viewer::hearRtcp() {
    const auto pad = RtpBin(pipeline_.webrtcbin()).peer("recv_rtcp_sink_0");
    if (!pad) {
        util::log::warning(about(), name_, ": webrtcbin has no RTCP where it is expected");
        return;
    }
    rtcp_ = gst::PadProbe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER,
                          [signs = listeners_.signs](GstPad*, GstPadProbeInfo* info) {
                              signs->hear(feedbackIn(gst_pad_probe_info_get_buffer(info)),
                                          util::Clock::now());
                              return GST_PAD_PROBE_OK;
                          });
}

void Viewer::check(util::Clock::time_point now, std::chrono::seconds slowLimit) {
    if (!connected() || failed_)
        return;
    rate_.look(now, sender_->stats().bytes);
    if (const auto deadline = listeners_.signs->deadline(); deadline && now >= *deadline)
        return lose("silent", "nothing has come back from this browser for some seconds");
    switch (slowWatch_.look(now, framesDropped(), listeners_.signs->fractionLost(), slowLimit)) {
    case SlowWatch::Change::None:
        break;
    case SlowWatch::Change::Slow:
        story().debug("is too slow: ", framesDropped(), " frames left out so far, ",
                      static_cast<int>(listeners_.signs->fractionLost().value_or(0) * 100),
                      " % of its packets lost of late");
        return events_.slow(true);
    case SlowWatch::Change::Well:
        story().debug("keeps up again");
        return events_.slow(false);
    case SlowWatch::Change::TooLong:
        return lose("slow", "the network to this browser has been too slow for the picture for " +
                                std::to_string(slowLimit.count()) + " s");
    }
}

void Viewer::lose(const std::string& code, const std::string& message) {
    if (std::exchange(failed_, true))
        return;
    story().debug("is lost (", code, "): ", message);
    events_.lost(code, message);
}

void Viewer::fail(const std::string& code, const std::string& message) {
    if (std::exchange(failed_, true))
        return;
    story().debug("fails (", code, "): ", message);
    events_.failed(code, message);
}

} // namespace vitrine::viewer
