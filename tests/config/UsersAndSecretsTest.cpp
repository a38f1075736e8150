// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "Parsed.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace vitrine::config;
using vitrine::test::messageOf;
using vitrine::test::parsed;

TEST_CASE("no message repeats a password, wherever it was miswritten") {
    for (const std::string text : {
             "[camera a]\nsource = rstp://anna:hushed@cam/1\n",
             "[camera a]\nsource = rtsp://anna:x#hushed@cam/1\n",
             "[camera a]\nsource = rtsp://anna:hushed/1\n",
             "[camera a]\nsource = rtsp://cam:x/user=a_password=hushed_x\n",
             "[camera a]\nsource = rtsp://anna:hushed@cam/1#fast\n",
             "[camera a]\nsource = rtsp://anna:\\hushed@cam/1\n",
             "[camera a]\nsource = rtsp://anna:hushed@cam/\\n1\n",
             "[camera a]\nsource = pipelin:rtspsrc user-pw=hushed\n",
             "[camera a]\nsorce = rtsp://anna:hushed@cam/1\n",
             "[camera a]\nrtsp://anna:hushed@cam/1?x=y\n",
             "[camera a]\nrtsp://anna:hushed@cam/1\n",
             "[camera rtsp://anna:hushed@cam/1]\n",
             "[rtsp://anna:hushed@cam/1]\n",
             "source = rtsp://anna:hushed@cam/1\n",
             "rtsp://anna:hushed@cam/?a = 1\n",
             "[camera a]\nencoder = rtsp://anna:hushed@cam/1\n",
             "[ice]\nturn-server = turn://anna:hushed@host\n",
             "[ice]\nturn-server = turn:anna:hushed@host:1\n",
             "[ice]\nturn-server = turn://anna:x/hushed@host:1\n",
             "[ice]\nturn-server = turn://anna:hushed:3478\n",
             "[ice]\nstun-server = turn://anna:hushed@host:1\n",
             "[ice]\npublic-address = turn://anna:hushed@host:1\n",
             "[ice]\nlocal-addresses = turn://anna:hushed@host:1\n",
             "[server]\nlisten = https://anna:hushed@host:1\n",
         }) {
        INFO(text);
        CHECK(messageOf(text).find("hushed") == std::string::npos);
    }
}

TEST_CASE("no message repeats the TURN servers' secret") {
    for (const std::string text : {"[ice]\nturn-secret = hush\n", "[ice]\nturn-secrets = hush\n",
                                   "[ice]\nturn-secret = hush\x01\n"})
        CHECK(messageOf(text).find("hush") == std::string::npos);
}

TEST_CASE("users are who the configuration names, with what they may do") {
    const auto config = parsed(R"([user alice]
password = $y$j9T$saltsalt$abcdefghijklmnopqrstuvwxyz0123456789
role = operate
[user bob]
token = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
cameras = front; yard
)");
    REQUIRE(config.users.size() == 2);
    CHECK(config.users[0].name == "alice");
    CHECK(config.users[0].role == Role::Operate);
    CHECK(config.users[0].cameras.empty());
    CHECK(config.users[1].role == Role::View);
    CHECK(config.users[1].cameras == std::vector<std::string>{"front", "yard"});
}

TEST_CASE("a user who could not come, or whose password stands there as it is, is told so") {
    CHECK(messageOf("[user alice]\nrole = view\n") ==
          "x.conf:1: [user alice] has neither password nor token; add a line such as password = … "
          "with what vitrine --hash-password prints");
    const auto plain = messageOf("[user alice]\npassword = hunter2 hunter2 hunter2\n");
    CHECK(plain.find("hunter2") == std::string::npos);
    CHECK(
        plain.find("x.conf:2: [user alice] password = ***: this is no hash; allowed: what vitrine "
                   "--hash-password prints") == 0);
    const auto token = messageOf("[user alice]\ntoken = secret\n");
    CHECK(token.find("secret") == std::string::npos);
    CHECK(token.find("64 hexadecimal digits") != std::string::npos);
    CHECK(messageOf("[user]\n").find("[user] needs a name, as in [user alice]") !=
          std::string::npos);
    CHECK(messageOf("[user Alice]\n").find("the name is not one") != std::string::npos);
    CHECK(messageOf("[user alice]\nrole = operator\npassword = $y$j9T$saltsalt$abcdefghijklmnop\n")
              .find("operate") != std::string::npos);
    CHECK(messageOf("[usr alice]\n").find("did you mean [user") != std::string::npos);
    CHECK(messageOf("[user alice]\npassword = $y$j9T$saltsalt$abcdefghijklmnop\ncameras = Front\n")
              .find("cameras = Front") != std::string::npos);
}
