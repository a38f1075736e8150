// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "support/SrtpPeer.hpp"
#include "support/WireFrames.hpp"
#include "support/catch.hpp"
#include "viewer/ExpressSender.hpp"
#include "viewer/FakePath.hpp"

#include <gst/check/gsttestclock.h>

#include <utility>

namespace vitrine::test {

inline constexpr std::uint32_t kSsrc = 0xA1B2C3D4;
inline constexpr std::uint32_t kAgainSsrc = 0x55667788;

inline viewer::StreamIdentity expressStream(bool retransmission = true) {
    viewer::StreamIdentity stream;
    stream.payloadType = 96;
    stream.ssrc = kSsrc;
    if (retransmission)
        stream.retransmission = {97, kAgainSsrc};
    stream.playoutDelayId = std::uint8_t{1};
    stream.cname = "vitrine";
    return stream;
}

/// House time that passes when the test says so, so that no report comes in between.
class StillClock {
  public:
    StillClock()
        : clock_(gst_test_clock_new_with_start_time(100 * GST_SECOND), gst::adopt) {
        gst_system_clock_set_default(clock_.get());
    }
    ~StillClock() { gst_system_clock_set_default(nullptr); }
    StillClock(const StillClock&) = delete;
    StillClock& operator=(const StillClock&) = delete;

    void advance(GstClockTime time) {
        gst_test_clock_advance_time(GST_TEST_CLOCK(clock_.get()), time);
    }

  private:
    gst::Ref<GstClock> clock_;
};

/// What a viewer reads in a packet of wireOnlyFrame().
struct Seen {
    std::uint16_t number = 0;
    std::uint64_t camera = 0;
    /// What number the packet had, of one sent again.
    std::optional<std::uint16_t> original;
};

/// A camera's history, the sender of one viewer, the wire between, and the viewer.
struct ExpressHouse {
    std::shared_ptr<fanout::PacketHistory> history = std::make_shared<fanout::PacketHistory>();
    std::shared_ptr<Wire> wire = std::make_shared<Wire>();
    StillClock clock;
    gst::HouseTime time;
    viewer::ExpressSender sender;
    SrtpPeer peer{someMaster()};
    rtp::DatagramBatch scratch;

    explicit ExpressHouse(bool retransmission = true)
        : sender(someMaster(), expressStream(retransmission), std::make_unique<FakePath>(wire),
                 history, time) {}

    /// As FanOut does it.
    bool send(const camera::EncodedFrame& frame) {
        history->add(frame);
        return sender.send(frame, scratch);
    }
    /// Whether it needs a key frame then.
    bool nack(std::vector<std::uint16_t> numbers, std::uint32_t ssrc = kSsrc) {
        rtp::Feedback feedback;
        feedback.nacked = std::move(numbers);
        feedback.nackedSsrc = ssrc;
        return sender.onFeedback(feedback);
    }

    /// Everything on the wire since the last time, in its order; REQUIREs that it can be read.
    std::vector<Seen> receive(Wire& from) {
        std::vector<Seen> all;
        for (const auto& datagram : std::exchange(from.datagrams, {})) {
            const auto packet = peer.open(datagram);
            REQUIRE(packet);
            REQUIRE(packet->size() >= 20 + 8);
            Seen seen{rtp::readU16(&(*packet)[2]), 0, std::nullopt};
            std::span<const std::uint8_t> payload = std::span(*packet).subspan(20);
            if (rtp::readU32(&(*packet)[8]) == kAgainSsrc) {
                CHECK(((*packet)[1] & 0x7FU) == 97);
                seen.original = rtp::readU16(payload.data());
                payload = payload.subspan(2);
            } else {
                CHECK(rtp::readU32(&(*packet)[8]) == kSsrc);
                CHECK(((*packet)[1] & 0x7FU) == 96);
            }
            seen.camera = sequenceIn(payload);
            all.push_back(seen);
        }
        return all;
    }
    std::vector<Seen> receive() { return receive(*wire); }
};

} // namespace vitrine::test
