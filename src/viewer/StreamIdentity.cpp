// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/StreamIdentity.hpp"

#include "gst/CaptureTime.hpp"
#include "gst/PlayoutDelay.hpp"
#include "gst/Ref.hpp"

#include <gst/sdp/gstsdpmessage.h>

#include <charconv>
#include <string_view>

namespace vitrine::viewer {
namespace {

using SdpPtr = gst::Unique<GstSDPMessage, gst_sdp_message_free>;

SdpPtr parsed(const std::string& text) {
    GstSDPMessage* message = nullptr;
    if (gst_sdp_message_new_from_text(text.c_str(), &message) != GST_SDP_OK)
        return nullptr;
    SdpPtr owned(message);
    return gst_sdp_message_medias_len(message) > 0 ? std::move(owned) : nullptr;
}

/// The first m-line of a description: everything is bundled there.
class Media {
  public:
    explicit Media(const GstSDPMessage* message)
        : media_(gst_sdp_message_get_media(message, 0)) {}

    bool hasFormat(const std::string& format) const {
        for (guint i = 0; i < gst_sdp_media_formats_len(media_); ++i)
            if (format == gst_sdp_media_get_format(media_, i))
                return true;
        return false;
    }

    /// The first attribute of this name whose value `matches`; empty when there is none.
    template <typename Matches>
    std::string_view find(const char* name, Matches matches) const {
        for (guint i = 0;; ++i) {
            const auto* value = gst_sdp_media_get_attribute_val_n(media_, name, i);
            if (!value)
                return {};
            if (matches(std::string_view(value)))
                return value;
        }
    }

  private:
    const GstSDPMedia* media_;
};

template <typename Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end != text.data() ? std::optional(value) : std::nullopt;
}

// The part behind the first blank.
std::string_view behindBlank(std::string_view text) {
    const auto blank = text.find(' ');
    return blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
}

std::optional<StreamIdentity::Retransmission> retransmission(const Media& ours, const Media& theirs,
                                                             std::uint8_t payloadType) {
    const auto apt = "apt=" + std::to_string(payloadType);
    const auto format = number<std::uint8_t>(ours.find("fmtp", [&](auto value) {
        const auto parameters = behindBlank(value);
        return parameters == apt || parameters.starts_with(apt + ";");
    }));
    // "FID 1 2": 2 repeats what was lost of 1 (RFC 5576, section 4.2).
    const auto pair =
        behindBlank(ours.find("ssrc-group", [](auto value) { return value.starts_with("FID "); }));
    const auto ssrc = number<std::uint32_t>(behindBlank(pair));
    if (!format || !ssrc || !theirs.hasFormat(std::to_string(*format)))
        return std::nullopt;
    return StreamIdentity::Retransmission{*format, *ssrc};
}

std::optional<std::uint8_t> extension(const Media& theirs, std::string_view uri) {
    // "1 urn:…", or "1/sendonly urn:…" (RFC 8285, section 5).
    return number<std::uint8_t>(
        theirs.find("extmap", [uri](auto value) { return behindBlank(value).starts_with(uri); }));
}

} // namespace

std::optional<StreamIdentity> agreedStream(const std::string& ours, const std::string& theirs,
                                           std::uint8_t payloadType) {
    const auto ownSdp = parsed(ours);
    const auto theirSdp = parsed(theirs);
    if (!ownSdp || !theirSdp)
        return std::nullopt;
    const Media own(ownSdp.get());
    const Media peer(theirSdp.get());

    StreamIdentity stream;
    stream.payloadType = payloadType;
    const auto named =
        own.find("ssrc", [](auto value) { return behindBlank(value).starts_with("cname:"); });
    const auto ssrc = number<std::uint32_t>(named);
    if (!ssrc || !peer.hasFormat(std::to_string(stream.payloadType)))
        return std::nullopt;
    stream.ssrc = *ssrc;
    stream.cname = behindBlank(named).substr(std::string_view("cname:").size(), 255);
    stream.retransmission = retransmission(own, peer, stream.payloadType);
    stream.playoutDelayId = extension(peer, gst::kPlayoutDelayUri);
    stream.captureTimeId = extension(peer, gst::kCaptureTimeUri);
    return stream;
}

} // namespace vitrine::viewer
