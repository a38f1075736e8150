// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/DotFont.hpp"
#include "camera/TestPicture.hpp"

#include <algorithm>
#include <vector>

using namespace vitrine::camera;
using std::chrono::milliseconds;
using std::chrono::system_clock;

namespace {

constexpr std::uint8_t kGuard = 3; // no value a picture holds

/// An I420 picture with guard bytes around every plane and after every row.
class Canvas {
  public:
    Canvas(unsigned width, unsigned height, std::size_t padding)
        : width_(width)
        , height_(height) {
        for (unsigned plane = 0; plane < 3; ++plane) {
            planes_.stride[plane] = columns(plane) + padding;
            memory_[plane].assign(kEdge + planes_.stride[plane] * rows(plane) + kEdge, kGuard);
            planes_.data[plane] = memory_[plane].data() + kEdge;
        }
    }

    const TestPicture::Planes& planes() const { return planes_; }
    const std::uint8_t* luma() const { return planes_.data[0]; }
    std::size_t stride() const { return planes_.stride[0]; }

    /// Whether every pixel, and nothing else, was written.
    bool exactlyFilled() const {
        for (unsigned plane = 0; plane < 3; ++plane) {
            const auto& bytes = memory_[plane];
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                const bool picture = i >= kEdge && i < bytes.size() - kEdge &&
                                     (i - kEdge) % planes_.stride[plane] < columns(plane);
                if (picture != (bytes[i] != kGuard))
                    return false;
            }
        }
        return true;
    }

    /// The picture below the stamp.
    std::vector<std::uint8_t> body() const {
        return {luma() + kStampRows * stride(), luma() + height_ * stride()};
    }

  private:
    static constexpr std::size_t kEdge = 256;
    std::size_t columns(unsigned plane) const { return plane == 0 ? width_ : width_ / 2; }
    std::size_t rows(unsigned plane) const { return plane == 0 ? height_ : height_ / 2; }

    unsigned width_;
    unsigned height_;
    std::array<std::vector<std::uint8_t>, 3> memory_;
    TestPicture::Planes planes_{};
};

struct Size {
    unsigned width;
    unsigned height;
};
constexpr std::array kSizes{Size{64, 64},     Size{66, 64},    Size{64, 480},  Size{640, 64},
                            Size{480, 640},   Size{640, 480},  Size{642, 482}, Size{1280, 720},
                            Size{1920, 1080}, Size{3840, 2160}};

} // namespace

TEST_CASE("a stamp is the wall clock in units of 100 us modulo 2^40") {
    CHECK(stampOf(system_clock::time_point(std::chrono::microseconds(1'234'599))) == 12345);
    const auto turn = std::chrono::microseconds((std::int64_t{1} << 40) * 100);
    CHECK(stampOf(system_clock::time_point(turn + milliseconds(7))) == 70);
}

TEST_CASE("the stamp is read back at every size, and nothing but the picture is written") {
    for (const auto& size : kSizes) {
        CAPTURE(size.width, size.height);
        TestPicture picture(size.width, size.height);
        for (const std::size_t padding : {std::size_t{0}, std::size_t{1}, std::size_t{37}}) {
            Canvas canvas(size.width, size.height, padding);
            for (const std::int64_t units :
                 {std::int64_t{0}, (std::int64_t{1} << 40) - 1, std::int64_t{0xAAAAAAAAAA},
                  std::int64_t{0x5555555555}, std::int64_t{17'600'000'000'001}}) {
                const system_clock::time_point wall{std::chrono::microseconds(units * 100)};
                picture.draw(canvas.planes(), wall, 4711);
                REQUIRE(readStamp(canvas.luma(), canvas.stride(), size.width) == stampOf(wall));
            }
            REQUIRE(canvas.exactlyFilled());
        }
    }
}

TEST_CASE("the stamp's blocks are where the contract puts them") {
    TestPicture picture(642, 482);
    Canvas canvas(642, 482, 0);
    // Only the first and the last bit are set.
    const auto units = (std::int64_t{1} << 39) + 1;
    picture.draw(canvas.planes(), system_clock::time_point(std::chrono::microseconds(units * 100)),
                 0);
    for (unsigned row = 0; row < kStampRows; ++row)
        for (unsigned x = 0; x < 642; ++x) {
            const bool lit = x < 642 / 40 || x >= 39 * 642 / 40;
            REQUIRE(canvas.luma()[row * 642 + x] == (lit ? 235 : 16));
        }
    for (unsigned plane = 1; plane < 3; ++plane)
        for (unsigned i = 0; i < 321 * kStampRows / 2; ++i)
            REQUIRE(canvas.planes().data[plane][i] == 128);
}

TEST_CASE("the picture moves below the stamp") {
    for (const auto& size : kSizes) {
        CAPTURE(size.width, size.height);
        TestPicture picture(size.width, size.height);
        Canvas canvas(size.width, size.height, 0);
        const auto wall = system_clock::time_point(std::chrono::hours(480'000));
        picture.draw(canvas.planes(), wall, 1);
        const auto first = canvas.body();
        picture.draw(canvas.planes(), wall, 1);
        CHECK(canvas.body() == first);
        picture.draw(canvas.planes(), wall, 2); // the counter
        CHECK(canvas.body() != first);
        picture.draw(canvas.planes(), wall + milliseconds(33), 1); // the clock and the motion
        CHECK(canvas.body() != first);
    }
}

TEST_CASE("the font knows every character the picture shows") {
    for (const char character : std::string_view("0123456789:.VITRINEFRAME")) {
        const auto& glyph = glyphOf(character);
        CHECK(glyph.character == character);
        CHECK(std::any_of(glyph.rows.begin(), glyph.rows.end(),
                          [](std::uint8_t row) { return row != 0; }));
    }
    CHECK(glyphOf('~').character == ' ');
    CHECK(dotsAcross("") == 0);
    CHECK(dotsAcross("0:0") == 5 + 1 + 2 + 1 + 5);
}
