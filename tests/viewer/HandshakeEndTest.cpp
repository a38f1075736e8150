// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/HandshakeEnd.hpp"

#include <vector>

using namespace vitrine;
using Bytes = std::vector<std::uint8_t>;

namespace {

// RFC 6347, section 4.1.
Bytes record(std::uint8_t type, std::uint8_t epoch, std::size_t size) {
    Bytes bytes{type, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, 0, 1, 0, static_cast<std::uint8_t>(size)};
    bytes.resize(bytes.size() + size, 7);
    return bytes;
}

Bytes operator+(Bytes left, const Bytes& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

constexpr std::uint8_t kChangeCipherSpec = 20;
constexpr std::uint8_t kAlert = 21;
constexpr std::uint8_t kHandshake = 22;
constexpr std::uint8_t kData = 23;

} // namespace

TEST_CASE("an encrypted handshake message is the last, alone or after others in a datagram") {
    CHECK(viewer::hasFinished(record(kHandshake, 1, 40)));
    CHECK(viewer::hasFinished(record(kHandshake, 0, 200) + record(kChangeCipherSpec, 0, 1) +
                              record(kHandshake, 1, 40)));
}

TEST_CASE("nothing else is") {
    CHECK_FALSE(viewer::hasFinished(Bytes{}));
    CHECK_FALSE(viewer::hasFinished(record(kHandshake, 0, 200)));
    CHECK_FALSE(viewer::hasFinished(record(kChangeCipherSpec, 0, 1)));
    CHECK_FALSE(viewer::hasFinished(record(kAlert, 1, 20)));
    CHECK_FALSE(viewer::hasFinished(record(kData, 1, 20)));
    CHECK_FALSE(viewer::hasFinished(Bytes(12, kHandshake)));
}

TEST_CASE("a record longer than its datagram ends the looking") {
    auto cut = record(kHandshake, 0, 200);
    cut.resize(100);
    CHECK_FALSE(viewer::hasFinished(cut));
    CHECK_FALSE(viewer::hasFinished(Bytes(1200, 0x80))); // RTP
}
