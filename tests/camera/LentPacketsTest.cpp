// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"
#include "worker/Slots.hpp"

#include "camera/LentPackets.hpp"
#include "camera/RtpStream.hpp"

using namespace vitrine;
using Access = worker::SharedMemory::Access;

namespace {

constexpr std::size_t kMemory = 4096;
const std::vector<std::vector<std::uint8_t>> kKeyFrame{{0x67, 1, 2}, {0x68, 3}, {0x65, 4, 5, 6}};

/// A frame on its way out of another process' memory.
struct Crossing {
    std::optional<camera::EncodedFrame> assemble(bool key = true) {
        auto loan = ledger->take(test::writeFrame(workers.writable(), 0, 64, kKeyFrame));
        REQUIRE(loan);
        std::optional<camera::EncodedFrame> frame;
        for (auto& packet : camera::lentPackets(loan.value(), stream.ssrc(), {200, 400}, key)) {
            CHECK_FALSE(frame);
            frame = assembler.add(std::move(packet), GST_SECOND, 0x0102030405060708);
        }
        return frame;
    }
    // Where a frame's first payload is in the worker's view.
    std::uint8_t& firstByte() { return workers.writable()[64 + 2 * kKeyFrame.size()]; }

    worker::Descriptor descriptor = worker::SharedMemory::make(kMemory);
    worker::SharedMemory workers{descriptor.get(), Access::ReadWrite};
    std::shared_ptr<worker::SlotLedger> ledger = std::make_shared<worker::SlotLedger>(
        worker::SharedMemory(descriptor.get(), Access::Read), std::function<void()>());
    camera::RtpStream stream;
    camera::FrameAssembler assembler{stream};
};

std::vector<std::uint8_t> payloadOf(GstBuffer* packet) {
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    REQUIRE(gst_rtp_buffer_map(packet, GST_MAP_READ, &rtp));
    const auto* bytes = static_cast<const guint8*>(gst_rtp_buffer_get_payload(&rtp));
    std::vector<std::uint8_t> payload(bytes, bytes + gst_rtp_buffer_get_payload_len(&rtp));
    gst_rtp_buffer_unmap(&rtp);
    return payload;
}

} // namespace

TEST_CASE("a frame of another process becomes packets as a payloader's are") {
    Crossing crossing;
    const auto frame = crossing.assemble();
    REQUIRE(frame);
    CHECK(frame->key);
    REQUIRE(gst_buffer_list_length(frame->packets.get()) == 3);
    for (guint i = 0; i < 3; ++i) {
        auto* packet = gst_buffer_list_get(frame->packets.get(), i);
        CHECK(payloadOf(packet) == kKeyFrame[i]);
        GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
        REQUIRE(gst_rtp_buffer_map(packet, GST_MAP_READ, &rtp));
        CHECK(gst_rtp_buffer_get_ssrc(&rtp) == crossing.stream.ssrc());
        CHECK(gst_rtp_buffer_get_payload_type(&rtp) == camera::kPayloadType);
        CHECK(gst_rtp_buffer_get_timestamp(&rtp) == crossing.stream.timestampAt(GST_SECOND));
        CHECK(gst_rtp_buffer_get_marker(&rtp) == (i == 2));
        gst_rtp_buffer_unmap(&rtp);
        const auto& wire = frame->wire->packets().at(i);
        const auto header = frame->wire->header(wire);
        REQUIRE(wire.playoutDelayAt != 0);
        CHECK(header[wire.playoutDelayAt + 2U] == 0x40); // 20 << 12 | 40
        REQUIRE(wire.captureTimeAt != 0);
        CHECK(header[wire.captureTimeAt + 8U] == 8);
        const auto payload = frame->wire->payload(wire);
        CHECK(std::vector(payload.begin(), payload.end()) == kKeyFrame[i]);
    }
}

TEST_CASE("a frame that is no key frame has no room for the capture time") {
    Crossing crossing;
    const auto frame = crossing.assemble(false);
    REQUIRE(frame);
    CHECK(frame->wire->packets().at(0).captureTimeAt == 0);
}

TEST_CASE("packets are where the other process has written them; what is decided by is a copy") {
    Crossing crossing;
    const auto frame = crossing.assemble();
    REQUIRE(frame);
    crossing.firstByte() = 0xFF;
    CHECK(payloadOf(gst_buffer_list_get(frame->packets.get(), 0))[0] == 0xFF);
    CHECK(frame->wire->payload(frame->wire->packets().at(0))[0] == 0x67);
}

TEST_CASE("the slot goes back when nobody has a packet any more, whoever has the wire frame") {
    Crossing crossing;
    auto frame = crossing.assemble();
    REQUIRE(frame);
    CHECK(crossing.ledger->lent() == 1);
    const auto wire = frame->wire;
    frame.reset();
    CHECK(crossing.ledger->lent() == 0);
    CHECK(crossing.ledger->returned().size() == 1);
}
