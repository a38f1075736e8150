// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/Story.hpp"

using namespace vitrine;

TEST_CASE("who speaks is known by the name") {
    CHECK(gst::about(gst::Room::FanOut, "viewer-7").viewer() == 7);
    CHECK(gst::about(gst::Room::FanOut, "viewer-7").camera().empty());
    CHECK(gst::about(gst::Room::Gst, "camera-front").camera() == "front");
    CHECK(gst::about(gst::Room::Recording, "recording-front").camera() == "front");
    for (const auto* other : {"publish-out", "nobody", "the process of camera front"}) {
        CHECK(gst::about(gst::Room::FanOut, other).camera().empty());
        CHECK(gst::about(gst::Room::FanOut, other).viewer() == 0);
    }
}
