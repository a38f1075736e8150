// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/Loader.hpp"
#include "config/NeedRestart.hpp"

#include <string>
#include <vector>

using namespace vitrine::config;

namespace {

using Words = std::vector<std::string>;

const std::string kCamera = "[camera a]\nsource = test:\n";

Words between(const std::string& running, const std::string& next) {
    const auto before = parseText("before", running + kCamera);
    const auto after = parseText("after", next + kCamera);
    REQUIRE(before);
    REQUIRE(after);
    return needRestart(before.value(), after.value());
}

} // namespace

TEST_CASE("what holds only after a restart is named by its key") {
    const std::string tls = "[server]\ntls-certificate = a\ntls-key = b\n";
    CHECK(between("", "").empty());
    CHECK(between("", "[server]\nlisten = 127.0.0.1:81\n") == Words{"[server] listen"});
    CHECK(between("[server]\nsend-path = webrtcbin\n", "") == Words{"[server] send-path"});
    CHECK(between("", tls) == Words{"[server] tls-certificate"});
    CHECK(between(tls, "") == Words{"[server] tls-certificate"});
    CHECK(between("", "[ice]\nport-range = 50000-50100\n") == Words{"[ice]"});
}

TEST_CASE("what holds at once needs none") {
    const std::string tls = "[server]\ntls-certificate = a\ntls-key = b\n";
    CHECK(between(tls, "[server]\ntls-certificate = c\ntls-key = d\n").empty());
    CHECK(between("", "[server]\nallowed-origins = https://a.example\n").empty());
    CHECK(between("", "[limits]\nviewers = 1\n[auto]\nv4l2 = true\n[camera b]\nsource = test:\n")
              .empty());
}
