// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/Offer.hpp"

using namespace vitrine;

namespace {

gst::Ref<GstCaps> caps(const std::string& fields) {
    return {
        gst_caps_from_string(("application/x-rtp,media=video,encoding-name=H264" + fields).c_str()),
        gst::adopt};
}

bool same(const std::string& first, const std::string& second) {
    return camera::sameOffer(caps(first).get(), caps(second).get());
}

} // namespace

TEST_CASE("an offer says nothing that changes from run to run") {
    const auto first = camera::offeredCaps(
        caps(",sprop-parameter-sets=(string)a,timestamp-offset=(uint)1,width=(string)320").get());
    const auto second = camera::offeredCaps(
        caps(",sprop-parameter-sets=(string)b,timestamp-offset=(uint)2,width=(string)640").get());
    CHECK(gst_caps_is_equal(first.get(), second.get()));
}

TEST_CASE("another level is no other offer, another profile is one") {
    CHECK(same(",profile-level-id=(string)42c015", ",profile-level-id=(string)42c01e"));
    CHECK_FALSE(same(",profile-level-id=(string)42c015", ",profile-level-id=(string)640015"));
    CHECK_FALSE(same(",profile-level-id=(string)42c015,packetization-mode=(string)1",
                     ",profile-level-id=(string)42c015"));
    CHECK(same("", ""));
}
