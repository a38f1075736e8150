// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/LineRing.hpp"

#include <thread>
#include <unistd.h>

using vitrine::util::LineRing;

TEST_CASE("what fits is there, in its order") {
    LineRing ring(64);
    CHECK(ring.text().empty());
    ring.add("one");
    ring.add("");
    ring.add("two");
    CHECK(ring.text() == "one\n\ntwo\n");
}

TEST_CASE("what does not fit any more is gone, whole lines at a time") {
    LineRing ring(64);
    for (int i = 10; i < 99; ++i)
        ring.add("l" + std::to_string(i));
    const auto text = ring.text();
    CHECK(text.size() <= 64);
    CHECK(text.size() > 56);
    CHECK(text.starts_with("l8"));
    CHECK(text.ends_with("l97\nl98\n"));
}

TEST_CASE("of a line that is too long the beginning is there") {
    LineRing ring(80);
    ring.add("short");
    ring.add(std::string(1000, 'x'));
    CHECK(ring.text().starts_with("short\nxxxx"));
    CHECK(ring.text().size() <= 20);
}

TEST_CASE("a crash gets the same, whole lines or not") {
    LineRing ring(64);
    for (int i = 10; i < 99; ++i)
        ring.add("l" + std::to_string(i));
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    ring.writeInCrash(ends[1]);
    close(ends[1]);
    char text[128];
    const auto size = read(ends[0], text, sizeof text);
    close(ends[0]);
    REQUIRE(size == 64);
    CHECK(std::string(text, 64).ends_with(ring.text()));
}

TEST_CASE("lines of several threads do not mix") {
    LineRing ring(4096);
    const auto fill = [&](char c) {
        for (int i = 0; i < 2000; ++i)
            ring.add(std::string(20, c));
    };
    std::thread a(fill, 'a');
    std::thread b(fill, 'b');
    for (int i = 0; i < 100; ++i)
        CHECK(ring.text().size() <= 4096);
    a.join();
    b.join();
    const auto text = ring.text();
    CHECK(text.find("ab") == std::string::npos);
    CHECK(text.find("ba") == std::string::npos);
}
