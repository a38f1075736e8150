// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/FrozenWatch.hpp"

using namespace vitrine;
using camera::FrozenWatch;

namespace {

constexpr GstClockTime kFrame = GST_SECOND / 25;
using Bytes = std::vector<std::uint8_t>;

/// What a watch says of twelve seconds of frames, and after which; 300 when nothing.
template <typename Time, typename Code>
unsigned frozenAt(FrozenWatch& watch, Time timeOf, Code codeOf) {
    for (unsigned frame = 0; frame < 300; ++frame)
        if (watch.see(timeOf(frame), codeOf(frame), frame * kFrame))
            return frame;
    return 300;
}

} // namespace

TEST_CASE("a picture that does not change is not frozen") {
    FrozenWatch watch;
    // As raw video it tells nothing but its time.
    CHECK(frozenAt(
              watch, [](unsigned frame) { return frame * kFrame; },
              [](unsigned) { return Bytes{}; }) == 300);
    // H.264 counts its frames also where nothing moves; the count comes round.
    CHECK(frozenAt(
              watch, [](unsigned frame) { return frame * kFrame; },
              [](unsigned frame) {
                  return Bytes{0x41, std::uint8_t(frame % 16)};
              }) == 300);
}

TEST_CASE("an access unit that comes again and again for five seconds is frozen") {
    FrozenWatch watch;
    const auto frozen = frozenAt(
        watch, [](unsigned frame) { return frame * kFrame; },
        [](unsigned frame) {
            return Bytes{0x65, std::uint8_t(std::min(frame, 60U))};
        });
    CHECK(frozen == 61 + 125);
}

TEST_CASE("times that moved and stand still for five seconds are frozen") {
    FrozenWatch watch;
    const auto frozen = frozenAt(
        watch, [](unsigned frame) { return std::min(frame, 30U) * kFrame; },
        [](unsigned) { return Bytes{}; });
    CHECK(frozen == 31 + 125);
    CHECK(watch.see(30 * kFrame, {}, 10 * GST_SECOND)->find("clock stands still") !=
          std::string_view::npos);
}

TEST_CASE("a source that never tells the time, or always the same, is not frozen") {
    FrozenWatch silent;
    CHECK(frozenAt(
              silent, [](unsigned) { return GST_CLOCK_TIME_NONE; },
              [](unsigned) { return Bytes{}; }) == 300);
    FrozenWatch zero;
    CHECK(frozenAt(
              zero, [](unsigned) { return GstClockTime{0}; }, [](unsigned) { return Bytes{}; }) ==
          300);
}

TEST_CASE("one frame that differs is a sign of life") {
    FrozenWatch watch;
    CHECK(frozenAt(
              watch, [](unsigned frame) { return frame * kFrame; },
              [](unsigned frame) {
                  return Bytes{0x65, std::uint8_t(frame % 120 == 0)};
              }) == 300);
}
