// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace vitrine::camera {

/// Rows at the top of the picture that hold the stamp, and its bits.
inline constexpr unsigned kStampRows = 16;
inline constexpr unsigned kStampBits = 40;

/// The wall clock as a stamp: units of 100 us since the Unix epoch, modulo 2^40.
std::uint64_t stampOf(std::chrono::system_clock::time_point wall) noexcept;

/// The stamp in a picture's luma plane; `stride` in bytes, `width` in pixels. Survives encoding.
std::uint64_t readStamp(const std::uint8_t* luma, std::size_t stride, unsigned width) noexcept;

/// The test camera's picture: a test card in I420 with the stamp on top, a turning wheel with a
/// sweep hand, a runner, and a clock and frame counter a person can read.
///
/// What stands still is drawn once and copied; a frame costs the copy and the moving parts.
/// Owner: TestSource. Thread: one at a time.
class TestPicture {
  public:
    /// Where to draw: the Y, U and V planes and their strides in bytes.
    struct Planes {
        std::array<std::uint8_t*, 3> data;
        std::array<std::size_t, 3> stride;
    };

    /// Both sizes even and at least 64.
    TestPicture(unsigned width, unsigned height);

    /// Draws the picture of a moment; `frame` is the number the counter shows.
    void draw(const Planes& planes, std::chrono::system_clock::time_point wall,
              std::uint64_t frame);

  private:
    static constexpr unsigned kAngles = 2048;

    /// Where a line of text stands, its dots' pitch in pixels.
    struct TextLine {
        unsigned x = 0;
        unsigned y = 0;
        unsigned pitch = 1;
    };
    /// A run of pixels on the wheel in one row of one plane; `first` indexes angles_.
    struct Span {
        unsigned x;
        unsigned y;
        unsigned length;
        std::size_t first;
    };
    /// The two turning rings of the wheel, and their spans in luma and chroma.
    struct Ring {
        std::vector<Span> luma;
        std::vector<Span> chroma;
    };
    /// A value for each angle.
    using Profile = std::array<std::uint8_t, kAngles>;
    /// A character as luma, ready to copy: rows of `width` pixels.
    struct Tile {
        unsigned width = 0;
        std::vector<std::uint8_t> luma;
    };
    using Tiles = std::array<Tile, 128>;

    template <typename Cover>
    void paint(double left, double top, double right, double bottom, unsigned rgb, Cover cover);
    void paintBox(double left, double top, double right, double bottom, unsigned rgb);
    void paintGround();
    void paintBars();
    void paintSides();
    void paintWheel();
    void paintPanel();
    void planRing(Ring& ring, double inner, double outer);
    void planSpans(std::vector<Span>& spans, unsigned scale, double inner, double outer);
    void makeProfiles();
    static void makeTiles(Tiles& tiles, unsigned pitch);

    void turn(const Planes& planes, double seconds);
    void fill(const Planes& planes, unsigned plane, const std::vector<Span>& spans,
              const Profile& profile) const;
    void run(const Planes& planes, double seconds) const;
    void write(const Planes& planes, const TextLine& line, const Tiles& tiles,
               std::string_view text) const;
    void stamp(const Planes& planes, std::uint64_t value) const;

    unsigned width_;
    unsigned height_;
    double body_; // the height below the stamp
    double centreX_ = 0;
    double centreY_ = 0;
    double radius_ = 0;
    std::array<std::vector<std::uint8_t>, 3> ground_; // without padding
    std::vector<std::uint16_t> angles_;
    Ring star_;
    Ring hues_;
    Profile spokes_{};
    Profile trail_{};
    std::array<Profile, 3> hueWheel_{};
    TextLine clock_;
    TextLine counter_;
    Tiles clockTiles_;
    Tiles counterTiles_;
    unsigned runnerTop_ = 0;
};

} // namespace vitrine::camera
