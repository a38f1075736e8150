// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/Stun.hpp"

#include <algorithm>

using namespace vitrine::loadviewer;
using stun::Attribute;
using stun::Message;

namespace {

constexpr std::string_view kPassword = "VOkJxbRl1RmTxUk/WvJxBt"; // RFC 5769 section 2

/// RFC 5769 section 2.1.
const std::vector<std::uint8_t> kRequest{
    0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x10, 0x53, 0x54, 0x55, 0x4e, 0x20, 0x74, 0x65, 0x73,
    0x74, 0x20, 0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x00, 0x24, 0x00, 0x04, 0x6e, 0x00, 0x01, 0xff,
    0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09,
    0x65, 0x76, 0x74, 0x6a, 0x3a, 0x68, 0x36, 0x76, 0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14,
    0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49,
    0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf};

/// RFC 5769 section 2.2.
const std::vector<std::uint8_t> kResponse{
    0x01, 0x01, 0x00, 0x3c, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x0b, 0x74, 0x65, 0x73, 0x74, 0x20, 0x76, 0x65, 0x63,
    0x74, 0x6f, 0x72, 0x20, 0x00, 0x20, 0x00, 0x08, 0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43,
    0x00, 0x08, 0x00, 0x14, 0x2b, 0x91, 0xf5, 0x99, 0xfd, 0x9e, 0x90, 0xc3, 0x8c, 0x74, 0x89, 0xf9,
    0x2a, 0xf9, 0xba, 0x53, 0xf0, 0x6b, 0xe7, 0xd7, 0x80, 0x28, 0x00, 0x04, 0xc0, 0x7d, 0x4c, 0x96};

} // namespace

TEST_CASE("STUN: the sample request of RFC 5769 is read and verified") {
    const auto message = Message::parse(kRequest);
    REQUIRE(message);
    CHECK(message->type() == stun::Type::BindingRequest);
    const auto username = message->find(Attribute::Username);
    REQUIRE(username);
    CHECK(std::ranges::equal(*username, std::string_view("evtj:h6vY")));
    CHECK(message->integrityHolds(kPassword));
    CHECK_FALSE(message->integrityHolds("VOkJxbRl1RmTxUk/WvJxBT"));
    CHECK(message->fingerprintHolds());
    CHECK_FALSE(message->find(Attribute::UseCandidate));
}

TEST_CASE("STUN: the sample response of RFC 5769 tells the mapped address") {
    const auto message = Message::parse(kResponse);
    REQUIRE(message);
    CHECK(message->type() == stun::Type::BindingResponse);
    CHECK(message->mappedAddress() == parseEndpoint("192.0.2.1", 32853));
    CHECK(message->integrityHolds(kPassword));
    CHECK(message->fingerprintHolds());
}

TEST_CASE("STUN: one flipped bit anywhere is noticed") {
    for (std::size_t at = 0; at < kRequest.size(); ++at) {
        auto bad = kRequest;
        bad[at] ^= 0x01;
        const auto message = Message::parse(bad);
        INFO("byte " << at);
        CHECK_FALSE((message && message->integrityHolds(kPassword) && message->fingerprintHolds()));
    }
}

TEST_CASE("STUN: a message cut short anywhere is refused") {
    for (std::size_t size = 0; size < kRequest.size(); ++size)
        CHECK_FALSE(Message::parse(Bytes(kRequest).first(size)));
}

TEST_CASE("STUN: what is written can be read") {
    const auto id = stun::newTransaction();
    stun::Writer writer(stun::Type::BindingResponse, id);
    const auto mapped = parseEndpoint("127.0.0.1", 50000).value();
    writer.addText(Attribute::Username, "abcde:f").addMappedAddress(mapped);
    const auto bytes = writer.finish("secret");
    const auto message = Message::parse(bytes);
    REQUIRE(message);
    CHECK(message->transaction() == id);
    CHECK(message->mappedAddress() == mapped);
    CHECK(message->integrityHolds("secret"));
    CHECK(message->fingerprintHolds());
}
