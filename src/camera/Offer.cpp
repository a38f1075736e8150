// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Offer.hpp"

#include "camera/RtpStream.hpp"
#include "gst/CaptureTime.hpp"
#include "gst/PlayoutDelay.hpp"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

namespace vitrine::camera {
namespace {

constexpr const char* kProfileField = "profile-level-id";
// profile_idc and the constraints, two hexadecimal digits each; the level follows (RFC 6184, 8.1).
constexpr std::size_t kProfileDigits = 4;

std::string_view valueOf(const GstStructure* structure) {
    const auto* value = gst_structure_get_string(structure, kProfileField);
    return value ? value : "";
}

gst::Ref<GstCaps> withoutLevel(const GstCaps* caps) {
    gst::Ref<GstCaps> plain(gst_caps_copy(caps), gst::adopt);
    auto* structure = gst_caps_get_structure(plain.get(), 0);
    const std::string profile(valueOf(structure).substr(0, kProfileDigits));
    gst_structure_set(structure, kProfileField, G_TYPE_STRING, profile.c_str(), nullptr);
    return plain;
}

} // namespace

gst::Ref<GstCaps> offeredCaps(const GstCaps* payloaded) {
    gst::Ref<GstCaps> caps(gst_caps_copy(payloaded), gst::adopt);
    auto* structure = gst_caps_get_structure(caps.get(), 0);
    gst_structure_remove_fields(structure, "sprop-parameter-sets", "timestamp-offset",
                                "seqnum-offset", "a-framerate", "framerate", "width", "height",
                                "profile", nullptr);
    gst_structure_set(structure, "rtcp-fb-nack", G_TYPE_BOOLEAN, TRUE, "rtcp-fb-nack-pli",
                      G_TYPE_BOOLEAN, TRUE, "rtcp-fb-ccm-fir", G_TYPE_BOOLEAN, TRUE, nullptr);
    return caps;
}

gst::Ref<GstCaps> offeredCaps(std::uint32_t profileLevelId, std::uint32_t ssrc) {
    std::array<char, 7> digits{};
    std::snprintf(digits.data(), digits.size(), "%06x",
                  static_cast<unsigned>(profileLevelId & 0xFFFFFFU));
    const gst::Ref<GstCaps> caps(
        gst_caps_new_simple("application/x-rtp", "media", G_TYPE_STRING, "video", "payload",
                            G_TYPE_INT, static_cast<int>(kPayloadType), "clock-rate", G_TYPE_INT,
                            static_cast<int>(kVideoClockRate), "encoding-name", G_TYPE_STRING,
                            "H264", "packetization-mode", G_TYPE_STRING, "1", kProfileField,
                            G_TYPE_STRING, digits.data(), "ssrc", G_TYPE_UINT, ssrc, nullptr),
        gst::adopt);
    auto* structure = gst_caps_get_structure(caps.get(), 0);
    for (const auto& [id, uri] : {std::pair{kPlayoutDelayId, gst::kPlayoutDelayUri},
                                  std::pair{kCaptureTimeId, gst::kCaptureTimeUri}})
        gst_structure_set(structure, ("extmap-" + std::to_string(id)).c_str(), G_TYPE_STRING, uri,
                          nullptr);
    return offeredCaps(caps.get());
}

std::string profileLevelId(const GstCaps* caps) {
    return std::string(valueOf(gst_caps_get_structure(caps, 0)));
}

bool sameOffer(const GstCaps* first, const GstCaps* second) {
    return gst_caps_is_equal(withoutLevel(first).get(), withoutLevel(second).get()) != FALSE;
}

} // namespace vitrine::camera
