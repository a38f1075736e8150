// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// srtp [VIEWERS [ROUNDS]]: what protecting a packet costs, in ns of CPU time: its payload's
// encryption, its tag, and both; tags made one by one and together. For each of VIEWERS (30) in
// turn, as a camera's thread does it, so that their keys are no warmer than there; the ways by
// turns, ROUNDS (200) times, and the middle is told.
#include "rtp/ByteOrder.hpp"
#include "rtp/SrtpProtector.hpp"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace vitrine;

namespace {

// A frame of 1.5 Mbit/s at 30 a second.
constexpr std::size_t kPackets = 6;
constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kPayloadBytes = 1020;

double nanoseconds() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e9 + static_cast<double>(used.tv_nsec);
}

class Frame {
  public:
    void encrypt(rtp::SrtpProtector& srtp) {
        write([&](auto header, auto i, auto* to) {
            return srtp.encryptRtp(header, payload_, i, to);
        });
    }
    void tag(rtp::SrtpProtector& srtp) { srtp.tagRtp(batch_, 0, 0); }
    void protectOneByOne(rtp::SrtpProtector& srtp) {
        write([&](auto header, auto i, auto* to) {
            return srtp.protectRtp(header, payload_, i, to);
        });
    }

  private:
    template <typename Write>
    void write(Write write) {
        batch_.clear();
        for (std::size_t i = 0; i < kPackets; ++i) {
            const auto room = batch_.open(kHeaderBytes + kPayloadBytes + rtp::kSrtpTagBytes);
            batch_.close(kHeaderBytes + write(room.first(kHeaderBytes), i, &room[kHeaderBytes]));
        }
    }

    std::vector<std::uint8_t> payload_ = std::vector<std::uint8_t>(kPayloadBytes, 0x5A);
    rtp::DatagramBatch batch_;
};

struct Way {
    const char* name;
    void (*run)(Frame&, rtp::SrtpProtector&);
    std::vector<double> each;
};

rtp::SrtpMaster masterOf(std::size_t viewer) {
    rtp::SrtpMaster master{};
    rtp::writeU32(master.key.data(), static_cast<std::uint32_t>(viewer));
    return master;
}

} // namespace

int main(int argc, char** argv) {
    const auto viewers = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 30;
    const auto rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200;
    if (viewers == 0 || rounds == 0)
        return EXIT_FAILURE;
    std::vector<rtp::SrtpProtector> keys;
    for (std::size_t viewer = 0; viewer < viewers; ++viewer)
        keys.emplace_back(masterOf(viewer));
    Frame frame;
    std::vector<Way> ways{
        {"encryption", [](Frame& f, rtp::SrtpProtector& k) { f.encrypt(k); }, {}},
        {"tags, together", [](Frame& f, rtp::SrtpProtector& k) { f.tag(k); }, {}},
        {"both, one by one", [](Frame& f, rtp::SrtpProtector& k) { f.protectOneByOne(k); }, {}},
        {"both, together", [](Frame& f, rtp::SrtpProtector& k) { f.encrypt(k), f.tag(k); }, {}},
    };
    for (std::size_t round = 0; round < rounds; ++round)
        for (auto& way : ways) {
            const auto before = nanoseconds();
            for (auto& key : keys)
                way.run(frame, key);
            way.each.push_back((nanoseconds() - before) / static_cast<double>(viewers * kPackets));
        }
    for (auto& way : ways) {
        std::ranges::sort(way.each);
        std::printf("%-20s %6.0f ns a packet\n", way.name, way.each[way.each.size() / 2]);
    }
    return EXIT_SUCCESS;
}
