// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Decoders.hpp"

#include "gst/Element.hpp"
#include "gst/Ref.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace vitrine::camera {
namespace {

// libav decodes several frames at a time unless told otherwise, and so gives each one late; slices
// of one frame cost nothing.
#define VITRINE_LIBAV(name) "avdec_" name " thread-type=slice"

// A parser first where decoders want whole, described frames; it keeps none back when it gets whole
// frames.
constexpr std::array<std::string_view, 7> kH264{
    "h264parse ! v4l2h264dec",  "h264parse ! v4l2slh264dec", "h264parse ! vah264dec",
    "h264parse ! vaapih264dec", "h264parse ! nvh264dec",     "h264parse ! " VITRINE_LIBAV("h264"),
    "h264parse ! openh264dec"};
constexpr std::array<std::string_view, 7> kH265{
    "h265parse ! v4l2h265dec",  "h265parse ! v4l2slh265dec", "h265parse ! vah265dec",
    "h265parse ! vaapih265dec", "h265parse ! nvh265dec",     "h265parse ! " VITRINE_LIBAV("h265"),
    "h265parse ! libde265dec"};
// Webcams send JPEG without Huffman tables, of odd sizes and cut short: libjpeg copes, hardware
// often does not.
constexpr std::array<std::string_view, 3> kJpeg{"jpegdec", "jpegparse ! avdec_mjpeg",
                                                "jpegparse ! vajpegdec"};
constexpr std::array<std::string_view, 1> kMpeg4{VITRINE_LIBAV("mpeg4")};
constexpr std::array<std::string_view, 2> kMpeg2{VITRINE_LIBAV("mpeg2video"), "mpeg2dec"};
constexpr std::array<std::string_view, 1> kH263{"avdec_h263"};
constexpr std::array<std::string_view, 5> kVp8{"v4l2vp8dec", "vavp8dec", "nvvp8dec", "vp8dec",
                                               VITRINE_LIBAV("vp8")};
constexpr std::array<std::string_view, 5> kVp9{
    "v4l2vp9dec", "vp9parse ! vavp9dec", "vp9parse ! nvvp9dec", "vp9dec", VITRINE_LIBAV("vp9")};
constexpr std::array<std::string_view, 4> kAv1{"av1parse ! vaav1dec", "av1parse ! nvav1dec",
                                               "av1parse ! dav1ddec max-frame-delay=1",
                                               "av1parse ! av1dec"};
constexpr std::array<std::string_view, 1> kTheora{"theoradec"};

#undef VITRINE_LIBAV

struct Codec {
    const char* caps;
    std::string_view name;
    /// The Debian package with a decoder that works on every machine.
    std::string_view package;
    std::span<const std::string_view> candidates;
};

const std::array kCodecs{
    Codec{"video/x-h264", "H.264", "gstreamer1.0-libav", kH264},
    Codec{"video/x-h265", "H.265", "gstreamer1.0-libav", kH265},
    Codec{"image/jpeg", "JPEG", "gstreamer1.0-plugins-good", kJpeg},
    Codec{"video/mpeg,mpegversion=4", "MPEG-4", "gstreamer1.0-libav", kMpeg4},
    Codec{"video/mpeg,mpegversion=[1,2],systemstream=false", "MPEG-1/2", "gstreamer1.0-libav",
          kMpeg2},
    Codec{"video/x-h263", "H.263", "gstreamer1.0-libav", kH263},
    Codec{"video/x-vp8", "VP8", "gstreamer1.0-plugins-good", kVp8},
    Codec{"video/x-vp9", "VP9", "gstreamer1.0-plugins-good", kVp9},
    Codec{"video/x-av1", "AV1", "gstreamer1.0-plugins-bad", kAv1},
    Codec{"video/x-theora", "Theora", "gstreamer1.0-plugins-base", kTheora},
};

const Codec* codecOf(const GstCaps* caps) {
    for (const auto& codec : kCodecs) {
        const gst::Ref<GstCaps> known(gst_caps_from_string(codec.caps), gst::adopt);
        if (gst_caps_can_intersect(caps, known.get()))
            return &codec;
    }
    return nullptr;
}

std::string mediaType(const GstCaps* caps) {
    if (gst_caps_is_any(caps) || gst_caps_is_empty(caps))
        return "video of an unknown kind";
    return gst_structure_get_name(gst_caps_get_structure(caps, 0));
}

/// The element names in a candidate: the first word of each part.
std::vector<std::string> elementsOf(std::string_view description) {
    std::vector<std::string> names;
    for (const auto& part : util::split(description, '!'))
        names.push_back(part.substr(0, part.find(' ')));
    return names;
}

} // namespace

std::vector<std::string> decoderCandidates(const GstCaps* caps) {
    const auto* codec = codecOf(caps);
    if (!codec)
        return {};
    return {codec->candidates.begin(), codec->candidates.end()};
}

util::Result<std::string> decoderDescription(const GstCaps* caps,
                                             const std::function<bool(const char*)>& exists) {
    const auto* codec = codecOf(caps);
    if (!codec)
        return util::Error{"unknown-codec", "The source sends " + mediaType(caps) +
                                                ", which this program cannot decode; it knows "
                                                "H.264, H.265, JPEG, MPEG-4, MPEG-1/2, H.263, "
                                                "VP8, VP9, AV1 and Theora"};
    const auto installed = [&exists](const std::string& element) {
        return exists ? exists(element.c_str()) : gst::elementExists(element.c_str());
    };
    for (const auto candidate : codec->candidates) {
        const auto elements = elementsOf(candidate);
        if (std::all_of(elements.begin(), elements.end(), installed))
            return std::string(candidate);
    }
    return util::Error{"no-decoder", "The source sends " + std::string(codec->name) +
                                         ", and no decoder for it is installed (install " +
                                         std::string(codec->package) + ")"};
}

} // namespace vitrine::camera
