// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/CandidateCheck.hpp"

using namespace vitrine::signalling;
using Use = CheckedCandidate::Use;

TEST_CASE("candidates of real browsers go on, written anew") {
    struct Row {
        const char* given;
        const char* written;
    };
    for (const auto& row : std::vector<Row>{
             {"candidate:1467250027 1 udp 2122260223 192.0.2.17 46154 typ host generation 0 ufrag "
              "4ZcD network-id 1 network-cost 10",
              "candidate:1467250027 1 UDP 2122260223 192.0.2.17 46154 typ host"},
             {"a=candidate:842163049 1 udp 1677729535 198.51.100.4 46154 typ srflx raddr "
              "192.0.2.17 rport 46154 generation 0",
              "candidate:842163049 1 UDP 1677729535 198.51.100.4 46154 typ srflx raddr "
              "192.0.2.17 rport 46154"},
             {"candidate:2 1 UDP 2122187007 2001:db8::33 48912 typ host\r\n",
              "candidate:2 1 UDP 2122187007 2001:db8::33 48912 typ host"},
             {"candidate:1 1 TCP 2105524479 192.0.2.33 9 typ host tcptype active",
              "candidate:1 1 TCP 2105524479 192.0.2.33 9 typ host tcptype active"},
             {"candidate:a+/9 1 UDP 5 203.0.113.9 5000 typ RELAY raddr x.local rport 1",
              "candidate:a+/9 1 UDP 5 203.0.113.9 5000 typ relay"},
             {"candidate:1 1 udp 1 127.0.0.1 5000 typ prflx",
              "candidate:1 1 UDP 1 127.0.0.1 5000 typ prflx"},
         }) {
        const auto checked = checkCandidate(row.given);
        REQUIRE(checked);
        CHECK(checked.value().use == Use::Add);
        CHECK(checked.value().text == row.written);
        // What is written reads the same again.
        CHECK(checkCandidate(row.written).value().text == row.written);
    }
}

TEST_CASE("the end of candidates in its spellings") {
    for (const auto* text : {"", "  ", "a=", "end-of-candidates", "a=end-of-candidates\r\n"}) {
        const auto checked = checkCandidate(text);
        REQUIRE(checked);
        CHECK(checked.value().use == Use::End);
    }
}

TEST_CASE("candidates of no use are ignored, with the reason") {
    struct Row {
        const char* given;
        const char* says;
    };
    for (const auto& row : std::vector<Row>{
             {"candidate:1 1 udp 1 0c1b6e6e-3f0e-4c3e-9b66-0f3dd2c4d3b1.local 5 typ host", "mDNS"},
             {"candidate:1 1 udp 1 NAME.LOCAL 5 typ host", "mDNS"},
             {"candidate:1 2 udp 1 192.0.2.1 5 typ host", "component"},
             {"candidate:1 1 ssltcp 1 192.0.2.1 443 typ relay", "neither UDP nor TCP"},
             {"candidate:1 1 udp 1 0.0.0.0 5 typ host", "nobody can be reached at its address"},
             {"candidate:1 1 udp 1 :: 5 typ host", "nobody can be reached at its address"},
             {"candidate:1 1 udp 1 224.0.0.251 5353 typ host", "at its address"},
             {"candidate:1 1 udp 1 255.255.255.255 5 typ host", "at its address"},
             {"candidate:1 1 udp 1 ff02::fb 5353 typ host", "at its address"},
             {"candidate:1 1 udp 1 192.0.2.1 0 typ host", "at its port"},
         }) {
        INFO(row.given);
        const auto checked = checkCandidate(row.given);
        REQUIRE(checked);
        CHECK(checked.value().use == Use::Ignore);
        CHECK(checked.value().text.empty());
        CHECK_THAT(checked.value().reason, ContainsSubstring(row.says));
    }
}

TEST_CASE("the address a browser was seen at stands for its mDNS name, and for nothing else") {
    constexpr const char* hidden =
        "candidate:1 1 udp 1 0c1b6e6e-3f0e-4c3e-9b66-0f3dd2c4d3b1.local 5 typ host";
    CHECK(checkCandidate(hidden, "192.0.2.7").value().text ==
          "candidate:1 1 UDP 1 192.0.2.7 5 typ host");
    CHECK(checkCandidate(hidden, "2001:db8::7").value().text ==
          "candidate:1 1 UDP 1 2001:db8::7 5 typ host");
    CHECK(checkCandidate("candidate:1 1 udp 1 192.0.2.1 5 typ host", "192.0.2.7").value().text ==
          "candidate:1 1 UDP 1 192.0.2.1 5 typ host");
    for (const auto* unusable : {"", "fe80::1%eth0", "proxy.example", "0.0.0.0"}) {
        INFO(unusable);
        CHECK(checkCandidate(hidden, unusable).value().use == Use::Ignore);
    }
    CHECK_FALSE(checkCandidate("candidate:1 1 udp 1 router.example 5 typ host", "192.0.2.7"));
}

TEST_CASE("malformed candidates are refused, and the error names the part") {
    struct Row {
        std::string given;
        const char* says;
    };
    for (const auto& row : std::vector<Row>{
             {"nonsense", "begin with \"candidate:\""},
             {"Candidate:1 1 udp 1 192.0.2.1 5 typ host", "begin with \"candidate:\""},
             {"candidate:", "has 0 parts"},
             {"candidate:1 1 udp 1 192.0.2.1 5 typ", "has 7 parts"},
             {"candidate:a_b 1 udp 1 192.0.2.1 5 typ host", "foundation is \"a_b\""},
             {"candidate:" + std::string(33, '1') + " 1 udp 1 192.0.2.1 5 typ host", "foundation"},
             {"candidate:1 0 udp 1 192.0.2.1 5 typ host", "component is \"0\""},
             {"candidate:1 257 udp 1 192.0.2.1 5 typ host", "component"},
             {"candidate:1 -1 udp 1 192.0.2.1 5 typ host", "component"},
             {"candidate:1 1 u@p 1 192.0.2.1 5 typ host", "transport"},
             {"candidate:1 1 udp 4294967296 192.0.2.1 5 typ host", "priority"},
             {"candidate:1 1 udp x 192.0.2.1 5 typ host", "priority"},
             {"candidate:1 1 udp 1 router.example 5 typ host", "address is \"router.example\""},
             {"candidate:1 1 udp 1 .local 5 typ host", "address"},
             {"candidate:1 1 udp 1 192.0.2 5 typ host", "address"},
             {"candidate:1 1 udp 1 fe80::1%eth0 5 typ host", "address"},
             {"candidate:1 1 udp 1 192.0.2.1" + std::string(1, '\0') + "x 5 typ host", "address"},
             {"candidate:1 1 udp 1 192.0.2.1 65536 typ host", "port"},
             {"candidate:1 1 udp 1 192.0.2.1 5 type host", "seventh word"},
             {"candidate:1 1 udp 1 192.0.2.1 5 typ other", "type is \"other\""},
             {"candidate:1 1 tcp 1 192.0.2.1 5 typ host", "tcptype is \"\""},
             {"candidate:1 1 tcp 1 192.0.2.1 5 typ host tcptype odd", "tcptype is \"odd\""},
             {"candidate:1 1 udp 1 192.0.2.1 5 typ host " + std::string(512, 'x'), "at most 512"},
         }) {
        INFO(row.given);
        const auto checked = checkCandidate(row.given);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == "bad-candidate");
        CHECK_THAT(checked.error().message, ContainsSubstring(row.says));
    }
}
