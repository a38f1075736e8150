// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/Element.hpp"
#include "gst/Error.hpp"

using namespace vitrine::gst;

TEST_CASE("a missing element is named together with its package") {
    CHECK_THROWS_WITH(makeElement("no-such-element"), ContainsSubstring("no-such-element"));
    CHECK(packageOf("x264enc") == "gstreamer1.0-plugins-ugly");
    CHECK(packageOf("no-such-element").empty());
}

TEST_CASE("a bin is parsed with its free pads as ghost pads") {
    const auto bin = parseBin("identity name=a ! identity name=b");
    CHECK(staticPad(bin.get(), "sink"));
    CHECK(staticPad(bin.get(), "src"));
}

TEST_CASE("a description that cannot be parsed throws GStreamer's words") {
    CHECK_THROWS_AS(parseBin("identity ! ! identity"), BuildError);
    CHECK_THROWS_WITH(parseBin("identity ! no-such-element"), ContainsSubstring("no-such-element"));
}
