// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/TestPicture.hpp"

#include "camera/DotFont.hpp"
#include "camera/PictureMath.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace vitrine::camera {
namespace {

constexpr std::uint8_t kOne = 235;
constexpr std::uint8_t kZero = 16;
constexpr std::uint8_t kNeutral = 128;
constexpr std::string_view kCounterShape = "FRAME 0000000";

// Every motion repeats within a minute: seconds stay small, and so exact.
constexpr double kSweepSeconds = 4;
constexpr double kSpokesSeconds = 30;
constexpr double kHuesSeconds = 20;
constexpr double kRunnerSeconds = 3;

} // namespace

std::uint64_t stampOf(std::chrono::system_clock::time_point wall) noexcept {
    using Unit = std::chrono::duration<std::int64_t, std::ratio<1, 10000>>;
    const auto units = std::chrono::floor<Unit>(wall.time_since_epoch()).count();
    return static_cast<std::uint64_t>(units) & ((std::uint64_t{1} << kStampBits) - 1);
}

std::uint64_t readStamp(const std::uint8_t* luma, std::size_t stride, unsigned width) noexcept {
    std::uint64_t value = 0;
    for (unsigned bit = 0; bit < kStampBits; ++bit) {
        const unsigned middle = (bit * width / kStampBits + (bit + 1) * width / kStampBits) / 2;
        // The middle rows: an encoder blurs the lower edge first.
        unsigned sum = 0;
        for (unsigned row = 6; row < 10; ++row)
            sum += luma[row * stride + middle];
        value = value << 1U | (sum / 4 > (kOne + kZero) / 2 ? 1U : 0U);
    }
    return value;
}

TestPicture::TestPicture(unsigned width, unsigned height)
    : width_(width)
    , height_(height)
    , body_(height - kStampRows) {
    assert(width >= 64 && height >= 64 && width % 2 == 0 && height % 2 == 0);
    const std::size_t pixels = std::size_t{width} * height;
    ground_[0].assign(pixels, kZero);
    ground_[1].assign(pixels / 4, kNeutral);
    ground_[2].assign(pixels / 4, kNeutral);
    paintGround();
    paintBars();
    paintPanel();
    paintWheel();
    paintSides();
    makeProfiles();
}

void TestPicture::draw(const Planes& planes, std::chrono::system_clock::time_point wall,
                       std::uint64_t frame) {
    for (unsigned plane = 0; plane < 3; ++plane) {
        const std::size_t columns = plane == 0 ? width_ : width_ / 2;
        const std::size_t rows = plane == 0 ? height_ : height_ / 2;
        if (planes.stride[plane] == columns) {
            std::memcpy(planes.data[plane], ground_[plane].data(), columns * rows);
            continue;
        }
        for (std::size_t row = 0; row < rows; ++row)
            std::memcpy(planes.data[plane] + row * planes.stride[plane],
                        ground_[plane].data() + row * columns, columns);
    }
    using std::chrono::microseconds;
    const auto since = std::chrono::floor<microseconds>(wall.time_since_epoch()).count();
    const double seconds = double(since % 60'000'000) / 1e6;
    turn(planes, seconds);
    run(planes, seconds);

    const auto whole = static_cast<std::time_t>(since / 1'000'000);
    std::tm local{};
    localtime_r(&whole, &local);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d:%02d.%03d", local.tm_hour, local.tm_min,
                  local.tm_sec, static_cast<int>(since / 1000 % 1000));
    write(planes, clock_, clockTiles_, text.data());
    const bool roomy = dotsAcross(kCounterShape) * counter_.pitch <= width_;
    std::snprintf(text.data(), text.size(), roomy ? "FRAME %07u" : "%07u",
                  static_cast<unsigned>(frame % 10'000'000));
    auto line = counter_;
    line.x = (width_ - dotsAcross(text.data()) * counter_.pitch) / 2;
    write(planes, line, counterTiles_, text.data());
    stamp(planes, stampOf(wall));
}

/// The wheel at a moment: spokes that turn slowly one way, hues the other, the hand over both.
void TestPicture::turn(const Planes& planes, double seconds) {
    const auto phase = [seconds](double period) {
        return static_cast<unsigned>(fraction(seconds / period) * kAngles);
    };
    const unsigned hand = phase(kSweepSeconds);
    const unsigned spokes = phase(kSpokesSeconds);
    const unsigned hues = phase(kHuesSeconds);
    std::array<Profile, 3> star{};
    std::array<Profile, 3> rim{};
    for (unsigned angle = 0; angle < kAngles; ++angle) {
        const auto light = trail_[(hand - angle) % kAngles];
        star[0][angle] = static_cast<std::uint8_t>(spokes_[(angle + spokes) % kAngles] + light);
        star[1][angle] = static_cast<std::uint8_t>(146 - light / 4);
        star[2][angle] = static_cast<std::uint8_t>(108 + light / 6);
        for (unsigned plane = 0; plane < 3; ++plane)
            rim[plane][angle] = hueWheel_[plane][(angle - hues) % kAngles];
    }
    for (unsigned plane = 0; plane < 3; ++plane) {
        fill(planes, plane, plane == 0 ? star_.luma : star_.chroma, star[plane]);
        fill(planes, plane, plane == 0 ? hues_.luma : hues_.chroma, rim[plane]);
    }
}

void TestPicture::fill(const Planes& planes, unsigned plane, const std::vector<Span>& spans,
                       const Profile& profile) const {
    for (const auto& span : spans) {
        auto* to = planes.data[plane] + span.y * planes.stride[plane] + span.x;
        const auto* angle = angles_.data() + span.first;
        for (unsigned i = 0; i < span.length; ++i)
            to[i] = profile[angle[i]];
    }
}

/// The runner: a light that crosses the whole width at an even pace, so that the eye sees a judder.
void TestPicture::run(const Planes& planes, double seconds) const {
    const double head = fraction(seconds / kRunnerSeconds) * width_;
    const double tail = width_ / 5.0;
    const std::size_t top = runnerTop_;
    auto* first = planes.data[0] + top * planes.stride[0];
    const auto end = static_cast<unsigned>(head);
    for (unsigned back = 0; back < static_cast<unsigned>(tail); ++back) {
        const double light = 1 - back / tail;
        first[(end + width_ - back) % width_] = toByte(34 + 201 * light * light);
    }
    for (std::size_t row = top + 1; row < height_; ++row)
        std::memcpy(planes.data[0] + row * planes.stride[0], first, width_);
}

void TestPicture::write(const Planes& planes, const TextLine& line, const Tiles& tiles,
                        std::string_view text) const {
    std::size_t x = line.x;
    for (const char character : text) {
        const auto& tile = tiles[static_cast<unsigned char>(character)];
        // The empty column after the last character may lie outside a small picture.
        const std::size_t columns = std::min<std::size_t>(tile.width, width_ - x);
        for (std::size_t row = 0; row < std::size_t{kGlyphRows} * line.pitch; ++row)
            std::memcpy(planes.data[0] + (line.y + row) * planes.stride[0] + x,
                        tile.luma.data() + row * tile.width, columns);
        x += columns;
    }
}

void TestPicture::stamp(const Planes& planes, std::uint64_t value) const {
    for (unsigned bit = 0; bit < kStampBits; ++bit) {
        const unsigned from = bit * width_ / kStampBits;
        const unsigned to = (bit + 1) * width_ / kStampBits;
        const bool one = (value >> (kStampBits - 1 - bit) & 1U) != 0;
        std::memset(planes.data[0] + from, one ? kOne : kZero, to - from);
    }
    for (std::size_t row = 1; row < kStampRows; ++row)
        std::memcpy(planes.data[0] + row * planes.stride[0], planes.data[0], width_);
}

} // namespace vitrine::camera
