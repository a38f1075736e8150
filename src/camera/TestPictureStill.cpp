// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What TestPicture prepares once: the parts that stand still, and the tables for those that move.
#include "camera/DotFont.hpp"
#include "camera/PictureMath.hpp"
#include "camera/TestPicture.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vitrine::camera {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr std::string_view kName = "VITRINE";
constexpr std::string_view kClockShape = "00:00:00.000";

struct Yuv {
    std::array<double, 3> part;
};

/// 0xRRGGBB in studio-range YUV, with the matrix a receiver assumes for the size (BT.601 below 720
/// lines, BT.709 from there on).
Yuv toYuv(unsigned rgb, bool highDefinition) {
    const double red = (rgb >> 16U & 0xFFU) / 255.0;
    const double green = (rgb >> 8U & 0xFFU) / 255.0;
    const double blue = (rgb & 0xFFU) / 255.0;
    const double kr = highDefinition ? 0.2126 : 0.299;
    const double kb = highDefinition ? 0.0722 : 0.114;
    const double luma = kr * red + (1 - kr - kb) * green + kb * blue;
    return {{16 + 219 * luma, 128 + 112 * (blue - luma) / (1 - kb),
             128 + 112 * (red - luma) / (1 - kr)}};
}

/// A fully saturated colour, hue in turns, softened towards white so that it is kind to the eye.
unsigned hueRgb(double hue) {
    const auto channel = [hue](double offset) {
        const double wave = 0.5 + 0.5 * std::cos(kTurn * (hue - offset));
        return static_cast<unsigned>(40 + 190 * wave);
    };
    return channel(0) << 16U | channel(1.0 / 3) << 8U | channel(2.0 / 3);
}

/// How much of a pixel lies inside an edge `distance` pixels away (positive: inside).
double coverage(double distance) {
    return std::clamp(distance + 0.5, 0.0, 1.0);
}

} // namespace

/// Blends a colour over a rectangle; `cover` gives the opacity (0 to 1) at a point in luma pixels.
template <typename Cover>
void TestPicture::paint(double left, double top, double right, double bottom, unsigned rgb,
                        Cover cover) {
    const auto colour = toYuv(rgb, height_ >= 720);
    for (unsigned plane = 0; plane < 3; ++plane) {
        const unsigned scale = plane == 0 ? 1 : 2;
        const auto limit = [scale](double value, unsigned most) {
            const unsigned end = most / scale;
            return static_cast<unsigned>(std::clamp(value / scale, 0.0, double(end)));
        };
        const unsigned columns = width_ / scale;
        const unsigned firstRow = std::max(limit(std::floor(top), height_), kStampRows / scale);
        for (unsigned y = firstRow; y < limit(std::ceil(bottom), height_); ++y)
            for (unsigned x = limit(std::floor(left), width_); x < limit(std::ceil(right), width_);
                 ++x) {
                const double alpha = cover((x + 0.5) * scale, (y + 0.5) * scale);
                auto& pixel = ground_[plane][std::size_t{y} * columns + x];
                pixel = toByte(pixel + alpha * (colour.part[plane] - pixel));
            }
    }
}

void TestPicture::paintBox(double left, double top, double right, double bottom, unsigned rgb) {
    paint(left, top, right, bottom, rgb, [&](double x, double y) {
        return coverage(std::min({x - left, right - x, y - top, bottom - y}));
    });
}

/// Dusk from blue to plum, with the fine cross-hatch of a test card.
void TestPicture::paintGround() {
    const double cell = std::max(8.0, std::round(width_ / 16.0));
    paint(0, kStampRows, width_, height_, 0x10233F, [](double, double) { return 1.0; });
    paint(0, kStampRows, width_, height_, 0x5B3A5E,
          [this](double, double y) { return (y - kStampRows) / body_; });
    paint(0, kStampRows, width_, height_, 0xC8D4E8, [this, cell](double x, double y) {
        const auto near = [cell](double from) {
            return std::abs(from - cell * std::round(from / cell)) < 0.75;
        };
        return near(x - width_ / 2.0) || near(y - kStampRows - body_ / 2) ? 0.22 : 0.0;
    });
}

void TestPicture::paintBars() {
    constexpr std::array<unsigned, 8> kBars{0xBFBFBF, 0xBFBF00, 0x00BFBF, 0x00BF00,
                                            0xBF00BF, 0xBF0000, 0x0000BF, 0x101010};
    for (std::size_t i = 0; i < kBars.size(); ++i)
        paintBox(width_ * double(i) / kBars.size(), kStampRows,
                 width_ * double(i + 1) / kBars.size(), kStampRows + 0.09 * body_, kBars[i]);
}

/// The panel of the clock and the counter at the bottom, and the runner's track below it.
void TestPicture::paintPanel() {
    const unsigned across = dotsAcross(kClockShape);
    const auto pitch = std::max(
        1U, static_cast<unsigned>(std::min(0.66 * width_ / across, 0.105 * body_ / kGlyphRows)));
    const unsigned small = std::max(1U, pitch / 2);
    const auto track = std::max(2U, static_cast<unsigned>(0.02 * body_));
    runnerTop_ = height_ - track;
    paintBox(0, runnerTop_, width_, height_, 0x1A1420);

    const unsigned bottom = height_ - track - 1;
    counter_.pitch = small;
    counter_.y = bottom - pitch - kGlyphRows * small;
    clock_.pitch = pitch;
    clock_.y = counter_.y - pitch - kGlyphRows * pitch;
    clock_.x = (width_ - across * pitch) / 2;
    const double half = std::min(width_ / 2.0, (across / 2.0 + 3) * pitch);
    const double top = clock_.y - double(pitch);
    const double round = 2.0 * pitch;
    const double middleX = width_ / 2.0;
    const double middleY = (top + bottom) / 2;
    paint(middleX - half, top, middleX + half, bottom, 0x241B12, [=](double x, double y) {
        const double dx = std::max(0.0, std::abs(x - middleX) - half + round);
        const double dy = std::max(0.0, std::abs(y - middleY) - (bottom - top) / 2 + round);
        return coverage(round - std::hypot(dx, dy));
    });
    makeTiles(clockTiles_, pitch);
    makeTiles(counterTiles_, small);
}

/// The still parts of the wheel: its rims and the name in the hub; and where its rings turn.
void TestPicture::paintWheel() {
    const double top = kStampRows + 0.09 * body_;
    const double bottom = clock_.y - double(clock_.pitch);
    centreX_ = width_ / 2.0;
    centreY_ = (top + bottom) / 2;
    radius_ = 0.46 * std::min(bottom - top, 0.8 * width_);
    const auto disc = [this](double radius, unsigned rgb) {
        paint(centreX_ - radius - 1, centreY_ - radius - 1, centreX_ + radius + 1,
              centreY_ + radius + 1, rgb, [this, radius](double x, double y) {
                  return coverage(radius - std::hypot(x - centreX_, y - centreY_));
              });
    };
    disc(radius_, 0xE8EDF4);
    disc(0.975 * radius_, 0x0B1420);
    disc(0.83 * radius_, 0xE8EDF4);
    disc(0.815 * radius_, 0x0B1420);
    disc(0.345 * radius_, 0xE8EDF4);
    disc(0.33 * radius_, 0x0B1420);
    planRing(hues_, 0.855 * radius_, 0.955 * radius_);
    planRing(star_, 0.355 * radius_, 0.805 * radius_);

    const auto pitch = std::floor(0.56 * radius_ / dotsAcross(kName));
    if (pitch < 1)
        return;
    double x = centreX_ - pitch * dotsAcross(kName) / 2;
    const double y = centreY_ - pitch * kGlyphRows / 2;
    for (const char character : kName) {
        const auto& glyph = glyphOf(character);
        for (unsigned row = 0; row < kGlyphRows; ++row)
            for (unsigned column = 0; column < glyph.width; ++column)
                if (glyph.rows[row] >> (glyph.width - 1U - column) & 1U)
                    paintBox(x + column * pitch, y + row * pitch, x + (column + 1) * pitch,
                             y + (row + 1) * pitch, 0xF2E6C8);
        x += (glyph.width + 1) * pitch;
    }
}

/// Left of the wheel gratings of growing fineness, right of it a grey staircase.
void TestPicture::paintSides() {
    constexpr unsigned kSteps = 6;
    const double margin = 0.045 * width_;
    const double across = std::floor(centreX_ - radius_ - 2 * margin);
    const double tall = std::floor(1.5 * radius_ / kSteps);
    if (across < 16 || tall < 4)
        return;
    const double right = width_ - margin - across;
    for (unsigned step = 0; step < kSteps; ++step) {
        const double top = std::floor(centreY_ - 0.75 * radius_) + step * tall;
        const double period = 4.0 * (kSteps - step);
        paint(margin, top, margin + across, top + tall, 0xD8DDE4,
              [=](double x, double) { return fraction((x - margin) / period) < 0.5 ? 1.0 : 0.0; });
        const unsigned grey = 0x101010U + step * 0x2D2D2DU;
        paintBox(right, top, right + across, top + tall, grey);
    }
}

void TestPicture::planRing(Ring& ring, double inner, double outer) {
    planSpans(ring.luma, 1, inner, outer);
    planSpans(ring.chroma, 2, inner, outer);
}

void TestPicture::planSpans(std::vector<Span>& spans, unsigned scale, double inner, double outer) {
    for (unsigned y = kStampRows / scale; y < height_ / scale; ++y) {
        const double dy = (y + 0.5) * scale - centreY_;
        if (std::abs(dy) >= outer)
            continue;
        bool inside = false;
        for (unsigned x = 0; x < width_ / scale; ++x) {
            const double dx = (x + 0.5) * scale - centreX_;
            const double distance = std::hypot(dx, dy);
            const bool on = distance >= inner && distance < outer;
            if (on && !inside)
                spans.push_back({x, y, 0, angles_.size()});
            if (on) {
                ++spans.back().length;
                // Clockwise from twelve o'clock.
                const double turns = fraction(std::atan2(dx, -dy) / kTurn);
                angles_.push_back(static_cast<std::uint16_t>(turns * kAngles) % kAngles);
            }
            inside = on;
        }
    }
}

void TestPicture::makeProfiles() {
    constexpr double kSpokes = 16;
    for (unsigned angle = 0; angle < kAngles; ++angle) {
        const double turns = double(angle) / kAngles;
        spokes_[angle] = toByte(76 + 44 * std::tanh(3 * std::sin(kTurn * kSpokes * turns)));
        // Behind the hand the light fades over about a quarter of a turn.
        const double edge = turns < 0.006 ? 120 : 84;
        trail_[angle] = static_cast<std::uint8_t>(edge * std::exp(-7 * turns));
        const auto colour = toYuv(hueRgb(turns), height_ >= 720);
        for (unsigned plane = 0; plane < 3; ++plane)
            hueWheel_[plane][angle] = toByte(colour.part[plane]);
    }
}

/// Digits and letters as dots that glow on the panel; unlit dots show faintly where there is room.
void TestPicture::makeTiles(Tiles& tiles, unsigned pitch) {
    constexpr std::uint8_t kPanel = 40;
    constexpr std::uint8_t kUnlit = 50;
    constexpr std::uint8_t kLit = 228;
    const bool round = pitch >= 4;
    for (const char character : std::string_view("0123456789:. FRAME")) {
        const auto& glyph = glyphOf(character);
        auto& tile = tiles[static_cast<unsigned char>(character)];
        tile.width = (glyph.width + 1U) * pitch;
        tile.luma.assign(std::size_t{tile.width} * kGlyphRows * pitch, kPanel);
        for (unsigned y = 0; y < kGlyphRows * pitch; ++y)
            for (unsigned x = 0; x < glyph.width * pitch; ++x) {
                const unsigned column = glyph.width - 1U - x / pitch;
                const bool lit = (glyph.rows[y / pitch] >> column & 1U) != 0;
                const double dx = x % pitch + 0.5 - pitch / 2.0;
                const double dy = y % pitch + 0.5 - pitch / 2.0;
                const double cover = round ? coverage(0.46 * pitch - std::hypot(dx, dy)) : 1;
                const double light = lit ? kLit : (round ? kUnlit : kPanel);
                tile.luma[std::size_t{y} * tile.width + x] =
                    toByte(kPanel + cover * (light - kPanel));
            }
    }
}

} // namespace vitrine::camera
