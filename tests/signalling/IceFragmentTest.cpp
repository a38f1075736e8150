// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/IceFragment.hpp"

using namespace vitrine::signalling;

namespace {

const std::vector<std::string> kMids{"0", "1"};
const std::string kHostLine =
    "a=candidate:1 1 udp 2113937151 192.0.2.9 50000 typ host generation 0\n";
const std::string kWritten = "candidate:1 1 UDP 2113937151 192.0.2.9 50000 typ host";

IceFragment acceptedFragment(const std::string& text, const std::string& seenAt = {}) {
    const auto fragment = readFragment(text, kMids, seenAt);
    if (!fragment)
        FAIL(fragment.error().message);
    return fragment.value();
}

std::string fragmentRefusal(const std::string& text) {
    const auto fragment = readFragment(text, kMids, {});
    REQUIRE_FALSE(fragment);
    return fragment.error().message;
}

} // namespace

TEST_CASE("a fragment's candidates and credentials are read, those of other transports left out") {
    const auto fragment =
        acceptedFragment("a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
                         "m=audio 9 RTP/AVP 0\r\na=mid:1\r\n" +
                         kHostLine + "a=end-of-candidates\r\nm=video 9 RTP/AVP 0\na=mid:2\n" +
                         "a=ice-ufrag:Other\na=candidate:2 1 udp 1 192.0.2.8 5 typ host\n");
    CHECK(fragment.ufrag == "EsAw");
    CHECK(fragment.password == "P2uYro0UCOQ4zxjKXaWCBui1");
    CHECK(fragment.candidates == std::vector<std::string>{kWritten});
    CHECK(fragment.end);
}

TEST_CASE("an m-line and a mid may be missing, and only the end be told") {
    CHECK(acceptedFragment(kHostLine).candidates == std::vector<std::string>{kWritten});
    CHECK(acceptedFragment("m=video 9 RTP/AVP 0\n" + kHostLine).candidates.size() == 1);
    CHECK_FALSE(acceptedFragment(kHostLine).end);
    CHECK(acceptedFragment("a=end-of-candidates").end);
}

TEST_CASE("a hidden candidate is left out, or what it came from stands for it") {
    const std::string hidden = "a=candidate:1 1 udp 1 0c1b6e6e.local 5 typ host\n";
    CHECK(acceptedFragment(hidden).candidates.empty());
    CHECK(acceptedFragment(hidden, "192.0.2.7").candidates ==
          std::vector<std::string>{"candidate:1 1 UDP 1 192.0.2.7 5 typ host"});
}

TEST_CASE("what is no fragment is refused, under whatever mid") {
    CHECK_THAT(fragmentRefusal(""), ContainsSubstring("is empty"));
    CHECK_THAT(fragmentRefusal("hello"), ContainsSubstring("must be a letter"));
    CHECK_THAT(fragmentRefusal("a=candidate:nonsense"), ContainsSubstring("the candidate has"));
    CHECK_THAT(fragmentRefusal("m=x\na=mid:other\na=candidate:nonsense"),
               ContainsSubstring("the candidate has"));
    CHECK_THAT(fragmentRefusal("a=ice-ufrag:ab"), ContainsSubstring("ice-ufrag must be"));
    CHECK_THAT(fragmentRefusal("a=mid:0\na=mid:0"), ContainsSubstring("mid must be"));
}
