// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/Ref.hpp"

using namespace vitrine::gst;

TEST_CASE("a Ref counts as it says") {
    auto* raw = gst_caps_new_empty_simple("video/x-raw");
    {
        const Ref<GstCaps> first(raw, adopt);
        CHECK(GST_CAPS_REFCOUNT_VALUE(raw) == 1);
        const Ref<GstCaps> second(raw, share);
        CHECK(GST_CAPS_REFCOUNT_VALUE(raw) == 2);
        auto third = second;
        CHECK(GST_CAPS_REFCOUNT_VALUE(raw) == 3);
        const auto fourth = std::move(third);
        CHECK(GST_CAPS_REFCOUNT_VALUE(raw) == 3);
        CHECK_FALSE(third); // NOLINT: moved from on purpose
        gst_caps_ref(raw);
    }
    CHECK(GST_CAPS_REFCOUNT_VALUE(raw) == 1);
    gst_caps_unref(raw);
}

TEST_CASE("a floating object is sunk once") {
    auto* raw = gst_bin_new("b");
    const Ref<GstElement> bin(raw, sink);
    CHECK_FALSE(g_object_is_floating(raw));
    CHECK(GST_OBJECT_REFCOUNT_VALUE(raw) == 1);
}
