// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Modes.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <tuple>

namespace vitrine::camera {
namespace {

/// Formats that cost an encoder the least come first: planar 4:2:0 as it is, then packed 4:2:2.
constexpr std::array<std::string_view, 7> kFormats{"NV12", "I420", "YV12", "NV21",
                                                   "YUY2", "UYVY", "YVYU"};

std::size_t formatRank(std::string_view format) {
    return std::size_t(std::find(kFormats.begin(), kFormats.end(), format) - kFormats.begin());
}

/// Calls `fn` for the value, or for each one when it is a list.
template <typename Function>
void forEachValue(const GValue* value, const Function& fn) {
    if (!value)
        return;
    if (!GST_VALUE_HOLDS_LIST(value)) {
        fn(value);
        return;
    }
    for (guint i = 0; i < gst_value_list_get_size(value); ++i)
        fn(gst_value_list_get_value(value, i));
}

std::vector<Span> spans(const GValue* value) {
    std::vector<Span> all;
    forEachValue(value, [&](const GValue* one) {
        if (G_VALUE_HOLDS_INT(one))
            all.push_back({g_value_get_int(one), g_value_get_int(one), 1});
        else if (GST_VALUE_HOLDS_INT_RANGE(one))
            all.push_back({gst_value_get_int_range_min(one), gst_value_get_int_range_max(one),
                           std::max(1, gst_value_get_int_range_step(one))});
    });
    return all;
}

Rate rateOf(const GValue* value) {
    return {gst_value_get_fraction_numerator(value), gst_value_get_fraction_denominator(value)};
}

std::vector<std::pair<Rate, Rate>> rates(const GValue* value) {
    std::vector<std::pair<Rate, Rate>> all;
    forEachValue(value, [&](const GValue* one) {
        if (GST_VALUE_HOLDS_FRACTION(one))
            all.emplace_back(rateOf(one), rateOf(one));
        else if (GST_VALUE_HOLDS_FRACTION_RANGE(one))
            all.emplace_back(rateOf(gst_value_get_fraction_range_min(one)),
                             rateOf(gst_value_get_fraction_range_max(one)));
    });
    if (all.empty()) // libcamera does not say; anything from 0 may be asked for
        all.emplace_back(Rate{0, 1}, Rate{1000, 1});
    return all;
}

struct Kind {
    Encoding encoding;
    std::string format;
};

std::vector<Kind> kinds(const GstStructure* structure) {
    const std::string_view name(gst_structure_get_name(structure));
    if (name == "video/x-h264")
        return {{Encoding::H264, {}}};
    if (name == "image/jpeg")
        return {{Encoding::Jpeg, {}}};
    if (name != "video/x-raw")
        return {};
    std::vector<Kind> all;
    forEachValue(gst_structure_get_value(structure, "format"), [&](const GValue* value) {
        if (!G_VALUE_HOLDS_STRING(value))
            return;
        const std::string format = g_value_get_string(value);
        const auto* info = gst_video_format_get_info(gst_video_format_from_string(format.c_str()));
        if (!info || GST_VIDEO_FORMAT_INFO_FORMAT(info) == GST_VIDEO_FORMAT_UNKNOWN)
            return;
        if (!GST_VIDEO_FORMAT_INFO_IS_GRAY(info))
            all.push_back({Encoding::Raw, format});
        else if (GST_VIDEO_FORMAT_INFO_DEPTH(info, 0) == 8)
            all.push_back({Encoding::Grey, format});
        // Grey with more bits is what depth cameras call their distances (Z16): not a picture.
    });
    return all;
}

/// The value in the span nearest to the wanted one, from above if there is one.
int nearest(const Span& span, int wanted) {
    if (wanted <= span.least)
        return span.least;
    const auto steps = (std::min(wanted, span.most) - span.least + span.step - 1) / span.step;
    const auto value = span.least + steps * span.step;
    return value <= span.most ? value : value - span.step;
}

/// The mode with single values, as near as it comes to what is wanted.
Mode settle(Mode mode, const WantedMode& wanted) {
    const auto width = nearest(mode.width, wanted.width);
    const auto height = nearest(mode.height, wanted.height);
    mode.width = {width, width, 1};
    mode.height = {height, height, 1};
    Rate rate{wanted.framerate, 1};
    if (rate.value() < mode.leastRate.value())
        rate = mode.leastRate;
    else if (rate.value() > mode.mostRate.value())
        rate = mode.mostRate;
    // A single rate keeps its own spelling: 30000/1001 is not 30.
    mode.leastRate = mode.mostRate = mode.leastRate == mode.mostRate ? mode.mostRate : rate;
    return mode;
}

/// Smaller is better, from the first member to the last.
auto cost(const Mode& mode, const WantedMode& wanted) {
    // 29.97 is what a device means by 30.
    const bool slow = mode.mostRate.value() < wanted.framerate * 0.99;
    const bool small = mode.width.least < wanted.width || mode.height.least < wanted.height;
    const auto area = [](int width, int height) {
        return std::int64_t(width) * height;
    };
    const auto away =
        std::llabs(area(mode.width.least, mode.height.least) - area(wanted.width, wanted.height));
    // The shape decides between sizes of much the same area: 1280x800 is not 1280x720.
    const auto shape = std::abs(mode.width.least - wanted.width);
    return std::tuple(mode.encoding == Encoding::Grey, slow, small, mode.encoding, away, shape,
                      std::abs(mode.mostRate.value() - wanted.framerate), formatRank(mode.format));
}

} // namespace

std::vector<Mode> modesFromCaps(const GstCaps* caps) {
    std::vector<Mode> modes;
    for (guint i = 0; i < gst_caps_get_size(caps); ++i) {
        auto* features = gst_caps_get_features(caps, i);
        if (features &&
            !gst_caps_features_is_equal(features, GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY))
            continue;
        const auto* structure = gst_caps_get_structure(caps, i);
        for (const auto& kind : kinds(structure))
            for (const auto& width : spans(gst_structure_get_value(structure, "width")))
                for (const auto& height : spans(gst_structure_get_value(structure, "height")))
                    for (const auto& [least, most] :
                         rates(gst_structure_get_value(structure, "framerate")))
                        modes.push_back({kind.encoding, kind.format, width, height, least, most});
    }
    return modes;
}

std::optional<Mode> chooseMode(std::span<const Mode> modes, const WantedMode& wanted) {
    std::optional<Mode> best;
    for (const auto& offered : modes) {
        auto mode = settle(offered, wanted);
        if (!best || cost(mode, wanted) < cost(*best, wanted))
            best = std::move(mode);
    }
    return best;
}

std::string modeCaps(const Mode& mode) {
    std::string caps = "video/x-raw,format=" + mode.format;
    if (mode.encoding == Encoding::H264)
        caps = "video/x-h264";
    else if (mode.encoding == Encoding::Jpeg)
        caps = "image/jpeg";
    return caps + ",width=" + std::to_string(mode.width.least) +
           ",height=" + std::to_string(mode.height.least) +
           ",framerate=" + std::to_string(mode.mostRate.numerator) + "/" +
           std::to_string(mode.mostRate.denominator);
}

std::string summarise(std::span<const Mode> modes) {
    constexpr std::array<std::pair<Encoding, const char*>, 4> kNames{{{Encoding::H264, "H.264"},
                                                                      {Encoding::Jpeg, "JPEG"},
                                                                      {Encoding::Raw, "raw"},
                                                                      {Encoding::Grey, "grey"}}};
    std::string text;
    for (const auto& [encoding, name] : kNames) {
        const Mode* largest = nullptr;
        for (const auto& mode : modes) {
            const auto better = [&](const Mode& other) {
                return std::tuple(mode.width.most, mode.height.most, mode.mostRate.value()) >
                       std::tuple(other.width.most, other.height.most, other.mostRate.value());
            };
            if (mode.encoding == encoding && (!largest || better(*largest)))
                largest = &mode;
        }
        if (!largest)
            continue;
        text += (text.empty() ? "" : ", ") + std::string(name) + " up to " +
                std::to_string(largest->width.most) + "x" + std::to_string(largest->height.most) +
                " at " + std::to_string(std::lround(largest->mostRate.value())) + " fps";
    }
    return text;
}

} // namespace vitrine::camera
