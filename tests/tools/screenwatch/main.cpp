// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// screenwatch X Y WIDTH SECONDS: what stands on an X screen, and since when. Reads the stamp of the
// test picture from WIDTH pixels at X, Y of the root window a thousand times a second and prints
// how old each new picture was, in milliseconds, when its stamp first stood there. A browser tells
// when it expects a picture on the display; this is when it is.
#include <xcb/xcb.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string_view>
#include <thread>

namespace {

constexpr int kUsage = 64;
constexpr int kFailed = 70;
constexpr unsigned kBits = 40;
constexpr unsigned kBytesPerPixel = 4;
constexpr std::uint8_t kLight = 128;
constexpr std::chrono::milliseconds kLook{1};

struct Disconnect {
    void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
};
struct Free {
    void operator()(void* memory) const { std::free(memory); } // NOLINT: xcb's replies are malloc's
};
using Connection = std::unique_ptr<xcb_connection_t, Disconnect>;
using Image = std::unique_ptr<xcb_get_image_reply_t, Free>;

struct Strip {
    std::int16_t x = 0;
    std::int16_t y = 0;
    std::uint16_t width = 0;
};

template <typename Number>
bool read(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

/// Tenths of milliseconds of the wall clock, as the stamp has them: modulo 2^40.
std::uint64_t now() {
    using Tenths = std::chrono::duration<std::uint64_t, std::ratio<1, 10000>>;
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<Tenths>(since).count() & ((std::uint64_t{1} << kBits) - 1);
}

/// The bits stand side by side, the highest first; the middle of each is looked at.
std::uint64_t stampIn(const std::uint8_t* pixels, unsigned width) {
    std::uint64_t stamp = 0;
    for (unsigned bit = 0; bit < kBits; ++bit) {
        const unsigned column = (2 * bit + 1) * width / (2 * kBits);
        stamp = stamp << 1U | (pixels[std::size_t{column} * kBytesPerPixel] > kLight ? 1U : 0U);
    }
    return stamp;
}

int watch(xcb_connection_t* connection, Strip strip, std::chrono::seconds time) {
    const auto root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root;
    std::uint64_t last = 0;
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
        const auto asked = xcb_get_image(connection, XCB_IMAGE_FORMAT_Z_PIXMAP, root, strip.x,
                                         strip.y, strip.width, 1, ~0U);
        const Image image(xcb_get_image_reply(connection, asked, nullptr));
        if (!image ||
            xcb_get_image_data_length(image.get()) < int{strip.width} * int{kBytesPerPixel}) {
            std::cerr << "screenwatch: the screen gives no such strip in 32 bits a pixel\n";
            return kFailed;
        }
        const auto seen = now();
        const auto stamp = stampIn(xcb_get_image_data(image.get()), strip.width);
        if (stamp != last)
            std::printf("%.1f\n", (static_cast<double>(seen) - static_cast<double>(stamp)) / 10);
        last = stamp;
        std::this_thread::sleep_for(kLook);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    Strip strip;
    unsigned seconds = 0;
    if (argc != 5 || !read(argv[1], strip.x) || !read(argv[2], strip.y) ||
        !read(argv[3], strip.width) || !read(argv[4], seconds) || strip.width < kBits) {
        std::cerr << "usage: screenwatch X Y WIDTH SECONDS\n";
        return kUsage;
    }
    const Connection connection(xcb_connect(nullptr, nullptr));
    if (xcb_connection_has_error(connection.get()) != 0) {
        std::cerr << "screenwatch: no X server answers at DISPLAY\n";
        return kFailed;
    }
    return watch(connection.get(), strip, std::chrono::seconds(seconds));
}
