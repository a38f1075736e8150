// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/Viewer.hpp"

#include "camera/Playout.hpp"
#include "camera/RtpStream.hpp"
#include "gst/Bus.hpp"
#include "gst/Element.hpp"
#include "gst/Promise.hpp"
#include "util/Log.hpp"
#include "viewer/HandshakeEnd.hpp"

#include <gst/video/video.h>
#include <gst/webrtc/webrtc.h>

namespace vitrine::viewer {
namespace {

using namespace std::chrono_literals;

// From the offer to the connection; a peer that has not come by then does not come.
constexpr auto kSetupDeadline = 10s;
// So long a connection that stands waits for the sight of our own last words of the handshake. They
// leave within milliseconds; a GStreamer that sends them in a way we do not know costs that much.
constexpr auto kHandshakeDeadline = 200ms;

using SdpText = gst::CharPtr;
using DescriptionPtr =
    gst::Unique<GstWebRTCSessionDescription, gst_webrtc_session_description_free>;

// Our own sender tells receivers how to measure the round trip (RFC 3611); webrtcbin knows no word
// for it in the caps it makes the offer of.
std::string withReceiverTime(std::string sdp) {
    const auto feedback = "a=rtcp-fb:" + std::to_string(camera::kPayloadType);
    if (const auto nack = sdp.find(feedback + " nack\r\n"); nack != std::string::npos)
        sdp.insert(nack, feedback + " rrtr\r\n");
    return sdp;
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
               util::Clock::time_point askedFor, Events events)
    : name_(std::move(name))
    , house_(house)
    , fanOut_(feed.fanOut())
    , askedFor_(askedFor)
    , events_(std::move(events))
    , pipeline_(name_, feed.camera().caps(), house.ice, house.time) {
    listen();
    catchKeyFrameRequests();
    pipeline_.play();
    createOffer();
    setup_.once(kSetupDeadline, [this] {
        fail("timeout", "no connection within 10 s: the browser and this server do not reach each "
                        "other by UDP");
    });
}

Viewer::~Viewer() {
    if (subscription_)
        fanOut_->unsubscribe(subscription_);
    if (sender_)
        sender_->close();
    const auto source = sender_ && !lane_ ? pipeline_.appsrc() : gst::Ref<GstElement>();
    lane_.reset();
    keyFrameRequests_.remove();
    iceCandidate_.disconnect();
    connectionState_.disconnect();
    transportAdded_.disconnect();
    // webrtcbin makes its transports on its own thread while it negotiates; set to NULL in the
    // middle of that it leaks them (1.22: a TransportReceiveBin, with its sockets).
    house_.reaper.reap(pipeline_.release(), [negotiation = std::move(negotiation_), source] {
        for (const auto& step : negotiation)
            gst_promise_wait(step.get());
        if (source)
            flush(source.get());
    });
}

void Viewer::listen() {
    auto* webrtcbin = pipeline_.webrtcbin();
    iceCandidate_ = gst::Connection::to(
        webrtcbin, "on-ice-candidate",
        std::function<void(GstElement*, guint, const gchar*)>(
            [this, token = token_.weak()](GstElement*, guint mLine, const gchar* candidate) {
                util::post(token, [this, mLine, text = std::string(candidate ? candidate : "")] {
                    events_.candidate(text, mLine);
                });
            }));
    connectionState_ = gst::Connection::to(
        webrtcbin, "notify::connection-state",
        std::function<void(GObject*, GParamSpec*)>([this, token = token_.weak()](auto*, auto*) {
            util::post(token, [this] { onConnectionState(); });
        }));

    transportAdded_ = gst::Connection::to(
        webrtcbin, "deep-element-added",
        std::function<void(GstBin*, GstBin*, GstElement*)>(
            [this, token = token_.weak()](GstBin*, GstBin*, GstElement* element) {
                tellHandshakeSaid(element, [this, token](const gst::Ref<GstPad>& pad) {
                    util::post(token, [this, pad] { onHandshakeSaid(pad.get()); });
                });
            }));

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
        [fanOut = fanOut_](GstPad*, GstPadProbeInfo* info) {
            if (!gst_video_event_is_force_key_unit(gst_pad_probe_info_get_event(info)))
                return GST_PAD_PROBE_OK;
            fanOut->requestKeyFrame();
            return GST_PAD_PROBE_DROP;
        });
}

void Viewer::createOffer() {
    auto promise = gst::makePromise([this, token = token_.weak()](const GstStructure* reply) {
        GstWebRTCSessionDescription* offer = nullptr;
        if (!reply || !gst_structure_get(reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
                                         &offer, nullptr)) {
            util::post(token, [this] { fail("offer", "webrtcbin made no offer"); });
            return;
        }
        const DescriptionPtr owned(offer);
        const SdpText text(gst_sdp_message_as_text(offer->sdp));
        util::post(token, [this, sdp = std::string(text.get())] { onOffer(sdp); });
    });
    g_signal_emit_by_name(pipeline_.webrtcbin(), "create-offer", nullptr, promise.get());
    negotiation_.push_back(std::move(promise));
}

void Viewer::onOffer(const std::string& sdp) {
    GstSDPMessage* message = nullptr;
    gst_sdp_message_new_from_text(sdp.c_str(), &message);
    const DescriptionPtr offer(
        gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_OFFER, message));
    offer_ = sdp;
    events_.offer(house_.sendPath == config::SendPath::Express ? withReceiverTime(sdp) : sdp);
    // Gathering begins with the local description: the candidates follow the offer.
    auto promise = gst::makePromise([](const GstStructure*) {});
    g_signal_emit_by_name(pipeline_.webrtcbin(), "set-local-description", offer.get(),
                          promise.get());
    negotiation_.push_back(std::move(promise));
}

void Viewer::setAnswer(const std::string& sdp) {
    GstSDPMessage* message = nullptr;
    if (gst_sdp_message_new_from_text(sdp.c_str(), &message) != GST_SDP_OK) {
        fail("sdp", "the answer is no SDP");
        return;
    }
    answer_ = sdp;
    const DescriptionPtr answer(
        gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_ANSWER, message));
    auto promise = gst::makePromise([this, token = token_.weak()](const GstStructure* reply) {
        GError* error = nullptr;
        if (!reply || !gst_structure_get(reply, "error", G_TYPE_ERROR, &error, nullptr))
            return;
        const gst::ErrorPtr owned(error);
        util::post(token, [this, text = std::string(error->message)] {
            fail("sdp", "the answer does not fit the offer: " + text);
        });
    });
    g_signal_emit_by_name(pipeline_.webrtcbin(), "set-remote-description", answer.get(),
                          promise.get());
    negotiation_.push_back(std::move(promise));
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
        fanOut_->requestKeyFrame();
}

std::uint64_t Viewer::framesSent() const noexcept {
    return subscription_ ? subscription_->framesSent() : 0;
}

std::uint64_t Viewer::framesDropped() const noexcept {
    return subscription_ ? subscription_->framesDropped() : 0;
}

void Viewer::onConnectionState() {
    GstWebRTCPeerConnectionState state{};
    g_object_get(pipeline_.webrtcbin(), "connection-state", &state, nullptr);
    switch (state) {
    case GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED:
        if (subscription_ || failed_)
            return;
        if (handshakeSent_)
            onConnected();
        else
            handshake_.once(kHandshakeDeadline, [this] { onHandshakeSent(); });
        break;
    case GST_WEBRTC_PEER_CONNECTION_STATE_FAILED:
        fail("ice", connected() ? "the connection was lost"
                                : "the browser and this server do not reach each other by UDP");
        break;
    default:
        break;
    }
}

void Viewer::onHandshakeSaid(GstPad* pad) {
    // Whoever sends holds this lock while it does: a moment, a datagram is never waited for.
    GST_PAD_STREAM_LOCK(pad);
    GST_PAD_STREAM_UNLOCK(pad);
    onHandshakeSent();
}

void Viewer::onHandshakeSent() {
    handshakeSent_ = true;
    onConnectionState();
}

void Viewer::onConnected() {
    setup_.stop();
    handshake_.stop();
    if (house_.sendPath == config::SendPath::Express) {
        if (auto stream = agreedStream(offer_, answer_))
            lane_ = ExpressLane::open(pipeline_.webrtcbin(), std::move(*stream), fanOut_, house_);
    }
    if (lane_) {
        sender_ = lane_->sender();
        lane_->rest(pipeline_.webrtcbin(), pipeline_.appsrc());
    } else {
        sender_ = std::make_shared<WebrtcbinSender>(pipeline_.appsrc());
    }
    if (playout_)
        sender_->setPlayoutDelay(camera::playoutDelay(*playout_));
    util::log::debug("viewer", name_, " is connected; frames go by ", sender_->name());
    subscription_ = fanOut_->subscribe(sender_, askedFor_);
    events_.connected();
}

void Viewer::fail(const std::string& code, const std::string& message) {
    if (std::exchange(failed_, true))
        return;
    util::log::debug("viewer", name_, " failed: ", message);
    events_.failed(code, message);
}

} // namespace vitrine::viewer
