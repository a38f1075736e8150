// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/H264Format.hpp"

#include <string>

using namespace vitrine::signalling;

namespace {

std::optional<unsigned> distance(const std::string& profile, const char* stream = "42c01f") {
    return h264Distance("packetization-mode=1;profile-level-id=" + profile, stream);
}

} // namespace

TEST_CASE("the same profile is nearest, then its kin, then what can more") {
    CHECK(distance("42c01f") == 0U);
    CHECK(distance("42c00a") == 0U); // levels are not compared
    CHECK(distance("42e01f") < distance("42001f"));
    CHECK(distance("42001f") < distance("4d001f"));
    CHECK(distance("4d801f") < distance("4d001f")); // Main that keeps to Baseline's tools
    CHECK(distance("4d001f") < distance("64001f"));
    CHECK(distance("64001f") < distance("f4001f"));
    CHECK(distance("640C1F", "640028") == 1U); // Constrained High: there is no interlacing
}

TEST_CASE("a lesser profile takes nothing of a greater one") {
    CHECK_FALSE(distance("42e01f", "4d001f"));
    CHECK_FALSE(distance("4d001f", "64001f"));
    CHECK_FALSE(distance("58001f", "f4001f"));
    CHECK(distance("f4001f", "f4001f") == 0U);
}

TEST_CASE("who says nothing is taken last, who says another mode never") {
    CHECK(h264Distance("", "42c01f"));
    CHECK(h264Distance("packetization-mode=1", "42c01f") > distance("f4001f"));
    CHECK(h264Distance("profile-level-id=42c01f", "42c01f") >
          h264Distance("packetization-mode=1", "42c01f"));
    CHECK_FALSE(h264Distance("packetization-mode=0;profile-level-id=42c01f", "42c01f"));
    CHECK_FALSE(h264Distance("packetization-mode=2", "42c01f"));
}

TEST_CASE("a parameter's value is found by its whole name") {
    CHECK(formatParameter("apt=96;rtx-time=3000", "apt") == "96");
    CHECK(formatParameter("apt=96;rtx-time=3000", "rtx-time") == "3000");
    CHECK(formatParameter("apt=96", "ap").empty());
    CHECK(h264ProfileName("42e01f") == "Baseline");
    CHECK(h264ProfileName("640028") == "High");
    CHECK(h264ProfileName("") == "an unknown profile");
}
