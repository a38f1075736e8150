// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Garbage.hpp"

#include <openssl/rand.h>

namespace vitrine::loadviewer {

namespace {

/// One byte more than a message may have.
constexpr std::size_t kTooLong = 64UL * 1024 + 1;

std::string randomBytes(std::size_t size) {
    std::string bytes(size, '\0');
    RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size));
    return bytes;
}

std::string longMessage() {
    std::string text = R"({"type":"report","text":")";
    text.resize(kTooLong - 2, 'x');
    return text + "\"}";
}

} // namespace

Garbage garbageFor(unsigned index) {
    switch (index % 7) {
    case 0:
        return {Garbage::Kind::Text, "{\"type\":\"answer\",\"sdp\":"};
    case 1:
        return {Garbage::Kind::Binary, randomBytes(512)};
    case 2:
        return {Garbage::Kind::Text, R"({"type":17,"sdp":[]})"};
    case 3:
        return {Garbage::Kind::Text, longMessage()};
    case 4:
        // 0xFF: every reserved bit of a frame set, so that no parser can take it for one.
        return {Garbage::Kind::Raw, '\xFF' + randomBytes(1023)};
    case 5:
        return {Garbage::Kind::Text, R"({"type":"answer","sdp":"v=0\r\nm=video 9 x 96\r\n"})"};
    default:
        return {Garbage::Kind::Text, std::string(60'000, '[')};
    }
}

std::vector<std::vector<std::uint8_t>> garbageDatagrams() {
    std::vector<std::vector<std::uint8_t>> datagrams;
    for (const auto first : {0, 1, 22, 128, 255}) {
        const auto bytes = randomBytes(200);
        auto& datagram = datagrams.emplace_back(bytes.begin(), bytes.end());
        datagram[0] = static_cast<std::uint8_t>(first);
    }
    return datagrams;
}

} // namespace vitrine::loadviewer
