// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpBytes.hpp"
#include "support/catch.hpp"

#include "rtp/DatagramBatch.hpp"

#include <algorithm>

using namespace vitrine;

namespace {

void add(rtp::DatagramBatch& batch, const test::Bytes& bytes, std::size_t spare = 0) {
    const auto room = batch.open(bytes.size() + spare);
    REQUIRE(room.size() == bytes.size() + spare);
    std::copy(bytes.begin(), bytes.end(), room.begin());
    batch.close(bytes.size());
}

} // namespace

TEST_CASE("datagrams of any size lie one behind the other") {
    rtp::DatagramBatch batch;
    CHECK(batch.datagrams().empty());
    for (unsigned i = 0; i < 100; ++i)
        add(batch, test::counting(i * 31 % 1500, i), i); // most of them less than was asked for
    REQUIRE(batch.datagrams().size() == 100);
    std::size_t end = 0;
    for (unsigned i = 0; i < 100; ++i) {
        const auto& datagram = batch.datagrams()[i];
        CHECK(datagram.begin == end);
        CHECK(test::copyOf(batch.bytes(datagram)) == test::counting(i * 31 % 1500, i));
        end += datagram.size;
    }
}

TEST_CASE("a datagram that was opened and not closed is none") {
    rtp::DatagramBatch batch;
    add(batch, {1, 2});
    batch.open(10);
    add(batch, {3});
    REQUIRE(batch.datagrams().size() == 2);
    CHECK(test::copyOf(batch.bytes(batch.datagrams()[1])) == test::Bytes{3});
}

TEST_CASE("the next viewer's datagrams take the same memory") {
    rtp::DatagramBatch batch;
    add(batch, test::counting(1000));
    const auto* memory = batch.bytes(batch.datagrams()[0]).data();
    batch.clear();
    CHECK(batch.datagrams().empty());
    add(batch, test::counting(1000, 5));
    CHECK(batch.bytes(batch.datagrams()[0]).data() == memory);
    CHECK(test::copyOf(batch.bytes(batch.datagrams()[0])) == test::counting(1000, 5));
}
