// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/WebrtcParts.hpp"

#include "gst/Element.hpp"

#include <netinet/in.h>

#include <array>
#include <span>

namespace vitrine::viewer {
namespace {

// GstDtlsSrtpCipher and GstDtlsSrtpAuth (ext/dtls/gstdtlsconnection.h): AES_128_ICM, HMAC_SHA1_80.
constexpr guint kAes128 = 1;
constexpr guint kHmacSha1Of80 = 2;

} // namespace

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

namespace {

std::optional<rtp::SrtpMaster> keyOf(GstElement* webrtcbin, const char* type,
                                     const char* property) {
    const auto dtls = findByType(webrtcbin, type);
    if (!dtls || !gst::hasProperty(dtls.get(), property))
        return std::nullopt;
    guint cipher = 0;
    guint auth = 0;
    GstBuffer* raw = nullptr;
    g_object_get(dtls.get(), "srtp-cipher", &cipher, "srtp-auth", &auth, property, &raw, nullptr);
    const gst::Ref<GstBuffer> key(raw, gst::adopt);
    if (!key || cipher != kAes128 || auth != kHmacSha1Of80)
        return std::nullopt;
    std::array<std::uint8_t, 64> bytes{};
    const auto size = gst_buffer_extract(key.get(), 0, bytes.data(), bytes.size());
    return rtp::SrtpMaster::from(std::span(bytes).first(size));
}

} // namespace

std::optional<rtp::SrtpMaster> outgoingKey(GstElement* webrtcbin) {
    return keyOf(webrtcbin, "GstDtlsEnc", "encoder-key");
}

std::optional<rtp::SrtpMaster> incomingKey(GstElement* webrtcbin) {
    return keyOf(webrtcbin, "GstDtlsDec", "decoder-key");
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

void followRoutes(GstElement* webrtcbin) {
    constexpr gint kAnyInterface = 0;
    const auto agent = niceAgent(webrtcbin);
    if (!agent)
        return;
    const gst::Unique<GPtrArray, g_ptr_array_unref> sockets(
        nice_agent_get_sockets(agent.get(), kStream, kComponent));
    for (guint i = 0; sockets && i < sockets->len; ++i) {
        auto* socket = static_cast<GSocket*>(g_ptr_array_index(sockets.get(), i));
        if (g_socket_get_family(socket) == G_SOCKET_FAMILY_IPV6)
            g_socket_set_option(socket, IPPROTO_IPV6, IPV6_UNICAST_IF, kAnyInterface, nullptr);
        else
            g_socket_set_option(socket, IPPROTO_IP, IP_UNICAST_IF, kAnyInterface, nullptr);
    }
}

bool heardFromAnywhere(GstElement* webrtcbin) {
    const auto agent = niceAgent(webrtcbin);
    auto* all =
        agent ? nice_agent_get_remote_candidates(agent.get(), kStream, kComponent) : nullptr;
    bool found = false;
    for (auto* each = all; each; each = each->next)
        found = found ||
                static_cast<NiceCandidate*>(each->data)->type == NICE_CANDIDATE_TYPE_PEER_REFLEXIVE;
    g_slist_free_full(
        all, [](gpointer each) { nice_candidate_free(static_cast<NiceCandidate*>(each)); });
    return found;
}

void endChecks(GstElement* webrtcbin) {
    constexpr guint kIdleMs = 100;
    if (const auto agent = niceAgent(webrtcbin))
        g_object_set(agent.get(), "idle-timeout", kIdleMs, nullptr);
}

std::vector<gst::Ref<GstElement>> readingParts(GstElement* webrtcbin) {
    std::vector<gst::Ref<GstElement>> parts;
    // nicesrc ! capsfilter ! queue: up to the end of the queue's thread.
    for (auto part = findByType(webrtcbin, "GstNiceSrc"); part;) {
        parts.push_back(part);
        if (std::string_view(G_OBJECT_TYPE_NAME(part.get())) == "GstQueue")
            return parts;
        const gst::Ref<GstPad> source(gst_element_get_static_pad(part.get(), "src"), gst::adopt);
        const gst::Ref<GstPad> next(source ? gst_pad_get_peer(source.get()) : nullptr, gst::adopt);
        part = {next ? gst_pad_get_parent_element(next.get()) : nullptr, gst::adopt};
    }
    return {};
}

rtp::Feedback feedbackIn(GstBuffer* buffer) {
    GstMapInfo map;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return {};
    auto feedback = rtp::parseFeedback({map.data, map.size});
    gst_buffer_unmap(buffer, &map);
    return feedback;
}

RtpBin::RtpBin(GstElement* webrtcbin)
    : element_(gst_bin_get_by_name(GST_BIN(webrtcbin), "rtpbin"), gst::adopt) {}

gst::Ref<GstPad> RtpBin::pad(const char* name) const {
    return {element_ ? gst_element_get_static_pad(element_.get(), name) : nullptr, gst::adopt};
}

gst::Ref<GstPad> RtpBin::peer(const char* name) const {
    const auto own = pad(name);
    return {own ? gst_pad_get_peer(own.get()) : nullptr, gst::adopt};
}

} // namespace vitrine::viewer
