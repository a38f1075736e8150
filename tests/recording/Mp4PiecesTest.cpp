// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "recording/Mp4Pieces.hpp"

#include <random>
#include <string>
#include <string_view>

using namespace vitrine;
using recording::Bytes;

namespace {

Bytes box(std::string_view type, std::size_t content) {
    const auto size = static_cast<std::uint8_t>(8 + content);
    Bytes bytes{0, 0, 0, size};
    bytes.insert(bytes.end(), type.begin(), type.end());
    bytes.resize(size, 7);
    return bytes;
}

Bytes operator+(Bytes a, const Bytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const Bytes kBeginning = box("ftyp", 12) + box("moov", 40);
const Bytes kFragment = box("styp", 4) + box("moof", 20) + box("mdat", 100);

} // namespace

TEST_CASE("a film is cut behind its beginning and behind each fragment") {
    recording::Mp4Pieces pieces;
    pieces.add(kBeginning + kFragment + kFragment + box("moof", 20));
    CHECK(pieces.next() == kBeginning);
    CHECK(pieces.next() == kFragment);
    CHECK(pieces.next() == kFragment);
    CHECK_FALSE(pieces.next());
}

TEST_CASE("it does not matter in what portions a film comes") {
    const auto film = kBeginning + kFragment + kFragment;
    for (std::size_t portion = 1; portion < film.size(); ++portion) {
        recording::Mp4Pieces pieces;
        std::vector<Bytes> got;
        for (std::size_t at = 0; at < film.size(); at += portion) {
            pieces.add(std::span(film).subspan(at, std::min(portion, film.size() - at)));
            while (auto piece = pieces.next())
                got.push_back(std::move(*piece));
        }
        CHECK(got == std::vector<Bytes>{kBeginning, kFragment, kFragment});
    }
}

TEST_CASE("a box may have its size in 64 bits") {
    const Bytes large =
        Bytes{0, 0, 0, 1, 'm', 'd', 'a', 't', 0, 0, 0, 0, 0, 0, 0, 20} + Bytes(4, 9);
    recording::Mp4Pieces pieces;
    pieces.add(std::span(large).first(12));
    CHECK_FALSE(pieces.next());
    pieces.add(std::span(large).subspan(12));
    CHECK(pieces.next() == large);
}

TEST_CASE("what is no box gives no piece, and nothing is read beyond its end") {
    for (const Bytes& wrong :
         {Bytes{0, 0, 0, 0, 'm', 'd', 'a', 't'}, Bytes{0, 0, 0, 7, 'm', 'o', 'o', 'v'},
          Bytes{0, 0, 0, 1, 'm', 'd', 'a', 't', 0, 0, 0, 0, 0, 0, 0, 3},
          Bytes{0, 0, 0, 1, 'm', 'd', 'a', 't', 255, 255, 255, 255, 255, 255, 255, 255}}) {
        recording::Mp4Pieces pieces;
        pieces.add(wrong + kFragment);
        CHECK_FALSE(pieces.next());
    }
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        auto damaged = kBeginning + kFragment;
        for (int i = 0; i < 4; ++i)
            damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
        recording::Mp4Pieces pieces;
        pieces.add(damaged);
        std::size_t bytes = 0;
        while (const auto piece = pieces.next())
            bytes += piece->size();
        CHECK(bytes <= damaged.size());
    }
}
