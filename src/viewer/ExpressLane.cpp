// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/ExpressLane.hpp"

#include "gst/Element.hpp"
#include "util/Log.hpp"
#include "viewer/NicePath.hpp"

#include <string_view>
#include <system_error>
#include <vector>

namespace vitrine::viewer {
namespace {

// webrtcbin bundles everything in the first ICE stream, RTP and RTCP in its first component.
constexpr guint kStream = 1;
constexpr guint kComponent = 1;

// GstDtlsSrtpCipher and GstDtlsSrtpAuth (ext/dtls/gstdtlsconnection.h): AES_128_ICM, HMAC_SHA1_80.
constexpr guint kAes128 = 1;
constexpr guint kHmacSha1Of80 = 2;

// The element in the bin whose type has this name: what DTLS is made of has no factory.
gst::Ref<GstElement> findByType(GstElement* bin, std::string_view type) {
    const gst::Unique<GstIterator, gst_iterator_free> elements(
        gst_bin_iterate_recurse(GST_BIN(bin)));
    gst::Ref<GstElement> found;
    GValue value = G_VALUE_INIT;
    for (;;) {
        const auto result = gst_iterator_next(elements.get(), &value);
        if (result == GST_ITERATOR_RESYNC) {
            gst_iterator_resync(elements.get());
            continue;
        }
        if (result != GST_ITERATOR_OK)
            break;
        auto* element = GST_ELEMENT(g_value_get_object(&value));
        if (G_OBJECT_TYPE_NAME(element) == type)
            found = {element, gst::share};
        g_value_unset(&value);
        if (found)
            break;
    }
    return found;
}

std::optional<rtp::SrtpMaster> outgoingKey(GstElement* webrtcbin) {
    const auto dtls = findByType(webrtcbin, "GstDtlsEnc");
    if (!dtls || !gst::hasProperty(dtls.get(), "encoder-key"))
        return std::nullopt;
    guint cipher = 0;
    guint auth = 0;
    GstBuffer* raw = nullptr;
    g_object_get(dtls.get(), "srtp-cipher", &cipher, "srtp-auth", &auth, "encoder-key", &raw,
                 nullptr);
    const gst::Ref<GstBuffer> key(raw, gst::adopt);
    if (!key || cipher != kAes128 || auth != kHmacSha1Of80)
        return std::nullopt;
    std::array<std::uint8_t, 64> bytes{};
    const auto size = gst_buffer_extract(key.get(), 0, bytes.data(), bytes.size());
    return rtp::SrtpMaster::from(std::span(bytes).first(size));
}

gst::Ref<NiceAgent> niceAgent(GstElement* webrtcbin) {
    GObject* rawIce = nullptr;
    g_object_get(webrtcbin, "ice-agent", &rawIce, nullptr);
    const gst::Ref<GObject> ice(rawIce, gst::adopt);
    NiceAgent* rawAgent = nullptr;
    if (ice && gst::hasProperty(ice.get(), "agent"))
        g_object_get(ice.get(), "agent", &rawAgent, nullptr);
    return {rawAgent, gst::adopt};
}

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

/// webrtcbin's RTP session, and the pads around it.
class RtpBin {
  public:
    explicit RtpBin(GstElement* webrtcbin)
        : element_(gst_bin_get_by_name(GST_BIN(webrtcbin), "rtpbin"), gst::adopt) {}

    const gst::Ref<GstElement>& element() const noexcept { return element_; }
    gst::Ref<GstPad> pad(const char* name) const {
        return {element_ ? gst_element_get_static_pad(element_.get(), name) : nullptr, gst::adopt};
    }
    /// The pad on the other side of one: in front of the session.
    gst::Ref<GstPad> peer(const char* name) const {
        const auto own = pad(name);
        return {own ? gst_pad_get_peer(own.get()) : nullptr, gst::adopt};
    }

  private:
    gst::Ref<GstElement> element_;
};

void hear(GstBuffer* buffer, ExpressSender& sender, fanout::FanOut& fanOut) {
    GstMapInfo map;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return;
    const auto feedback = rtp::parseFeedback({map.data, map.size});
    gst_buffer_unmap(buffer, &map);
    const bool lostForGood = sender.onFeedback(feedback);
    if (feedback.wantsKeyFrame || lostForGood)
        fanOut.requestKeyFrame();
}

} // namespace

std::unique_ptr<ExpressLane> ExpressLane::open(GstElement* webrtcbin, StreamIdentity stream,
                                               const std::shared_ptr<fanout::FanOut>& fanOut,
                                               const gst::HouseTime& houseTime) {
    const auto refuse = [](const char* what) {
        util::log::warning("viewer", "sending through webrtcbin: ", what);
        return nullptr;
    };
    const auto key = outgoingKey(webrtcbin);
    if (!key)
        return refuse("its DTLS element shows no AES-128 key with HMAC-SHA1-80");
    const auto agent = niceAgent(webrtcbin);
    if (!agent)
        return refuse("its ICE agent is not libnice's");
    try {
        auto path = selectedPath(agent, kStream, kComponent);
        if (!path)
            return refuse("its ICE agent has no selected pair");
        auto sender = std::make_shared<ExpressSender>(*key, std::move(stream), std::move(path),
                                                      fanOut->packets(), houseTime);
        std::unique_ptr<ExpressLane> lane(new ExpressLane(agent, std::move(sender)));
        lane->followPair();
        lane->takeOverRtcp(webrtcbin, fanOut);
        return lane;
    } catch (const std::exception& error) {
        return refuse(error.what());
    }
}

ExpressLane::ExpressLane(gst::Ref<NiceAgent> agent, std::shared_ptr<ExpressSender> sender)
    : agent_(std::move(agent))
    , sender_(std::move(sender)) {}

ExpressLane::~ExpressLane() {
    sender_->close();
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
    } catch (const std::system_error& error) {
        util::log::warning("viewer", error.what());
    }
}

void ExpressLane::takeOverRtcp(GstElement* webrtcbin,
                               const std::shared_ptr<fanout::FanOut>& fanOut) {
    const RtpBin session(webrtcbin);
    if (const auto pad = session.peer("recv_rtcp_sink_0"))
        rtcpIn_ = gst::PadProbe(pad.get(), kEverything,
                                [sender = sender_, fanOut](GstPad* on, GstPadProbeInfo* info) {
                                    if ((info->type & GST_PAD_PROBE_TYPE_BUFFER) != 0)
                                        hear(gst_pad_probe_info_get_buffer(info), *sender, *fanOut);
                                    return swallow(on, info);
                                });
    // Nobody was asked to send us any; and nothing may run into a session at rest.
    if (const auto pad = session.peer("recv_rtp_sink_0"))
        rtpIn_ = gst::PadProbe(pad.get(), kEverything, swallow);
    // webrtcbin's session knows nothing of what we send: what it would report is wrong.
    if (const auto pad = session.pad("send_rtcp_src_0"))
        rtcpOut_ = gst::PadProbe(pad.get(), kEverything, swallow);
}

void ExpressLane::rest(GstElement* webrtcbin, const gst::Ref<GstElement>& appsrc,
                       gst::Reaper& reaper) const {
    for (const auto& element :
         {appsrc, findByType(webrtcbin, "GstRtpRtxSend"), RtpBin(webrtcbin).element()})
        if (element)
            reaper.perform([element] {
                // Locked, so that nothing the bins around it do wakes it again.
                gst_element_set_locked_state(element.get(), TRUE);
                gst_element_set_state(element.get(), GST_STATE_NULL);
            });
}

} // namespace vitrine::viewer
