// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/StandInPicture.hpp"

#include "camera/DotFont.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cstring>

namespace vitrine::camera {
namespace {

constexpr int kGround = 40;
constexpr int kInk = 200;
constexpr int kNoColour = 128;
// How much of the picture the text may take.
constexpr double kAcross = 0.86;
constexpr double kDown = 0.6;
// Dots from one line's top to the next one's.
constexpr unsigned kLineDots = kGlyphRows + 4;

using DateTime = gst::Unique<GDateTime, g_date_time_unref>;

std::string formatted(GDateTime* time, const char* format) {
    const gst::CharPtr text(g_date_time_format(time, format));
    return text.get();
}

std::string inDots(const std::string& text) {
    const gst::CharPtr plain(g_str_to_ascii(text.c_str(), "C"));
    const gst::CharPtr upper(g_ascii_strup(plain.get(), -1));
    return upper.get();
}

// Transliteration puts a question mark where it knows no letter.
bool isTold(const std::string& dots, const std::string& title) {
    return !dots.empty() &&
           std::count(dots.begin(), dots.end(), '?') == std::count(title.begin(), title.end(), '?');
}

/// One plane of a picture, and how big a dot is in it.
struct Luma {
    guint8* data;
    std::size_t stride;
    unsigned pitch;
};

void drawDot(const Luma& luma, std::size_t x, std::size_t y) {
    for (unsigned row = 0; row < luma.pitch; ++row)
        std::memset(luma.data + (y + row) * luma.stride + x, kInk, luma.pitch);
}

void drawLine(const Luma& luma, std::size_t x, std::size_t y, std::string_view line) {
    for (const char character : line) {
        const auto& glyph = glyphOf(character);
        for (unsigned row = 0; row < kGlyphRows; ++row)
            for (unsigned column = 0; column < glyph.width; ++column)
                if ((glyph.rows[row] >> (glyph.width - 1U - column) & 1U) != 0)
                    drawDot(luma, x + std::size_t{column} * luma.pitch,
                            y + std::size_t{row} * luma.pitch);
        x += std::size_t{glyph.width + 1U} * luma.pitch;
    }
}

} // namespace

std::vector<std::string> standInText(const std::string& title, const std::string& id,
                                     const std::string& lastPicture) {
    const auto dots = inDots(title);
    std::vector<std::string> lines{isTold(dots, title) ? dots : inDots(id)};
    const DateTime utc(g_date_time_new_from_iso8601(lastPicture.c_str(), nullptr));
    if (!utc) {
        lines.emplace_back("NO SIGNAL");
        return lines;
    }
    const DateTime local(g_date_time_to_local(utc.get()));
    lines.push_back("NO SIGNAL SINCE " + formatted(local.get(), "%H:%M"));
    // It may be looked at days later.
    lines.push_back(formatted(local.get(), "%Y-%m-%d"));
    return lines;
}

gst::Ref<GstBuffer> drawStandIn(unsigned width, unsigned height,
                                const std::vector<std::string>& lines) {
    GstVideoInfo info;
    gst_video_info_set_format(&info, GST_VIDEO_FORMAT_I420, width, height);
    gst::Ref<GstBuffer> picture(gst_buffer_new_allocate(nullptr, info.size, nullptr), gst::adopt);
    GstMapInfo map;
    if (!gst_buffer_map(picture.get(), &map, GST_MAP_WRITE))
        return picture;
    std::memset(map.data, kNoColour, map.size);
    std::memset(map.data, kGround, GST_VIDEO_INFO_PLANE_OFFSET(&info, 1));
    const auto rows = static_cast<unsigned>(lines.size()) * kLineDots;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        // Each as large as it fits, and no larger than leaves room for all.
        const auto across = std::max(1U, dotsAcross(lines[number]));
        const auto pitch = static_cast<unsigned>(
            std::max(1.0, std::min({kAcross * width / across, kDown * height / rows,
                                    kAcross * width / dotsAcross("NO SIGNAL SINCE 00:00")})));
        if (across * pitch > width || rows * pitch > height)
            continue;
        const Luma luma{map.data, static_cast<std::size_t>(GST_VIDEO_INFO_PLANE_STRIDE(&info, 0)),
                        pitch};
        const auto step = height * kDown / static_cast<double>(lines.size());
        const auto middle = height * (1 - kDown) / 2 + step * (static_cast<double>(number) + 0.5);
        const auto top = middle - kGlyphRows * pitch / 2.0;
        drawLine(luma, (width - across * pitch) / 2, static_cast<std::size_t>(top), lines[number]);
    }
    gst_buffer_unmap(picture.get(), &map);
    return picture;
}

} // namespace vitrine::camera
