// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/RtpSender.hpp"
#include "support/WireFrames.hpp"
#include "support/catch.hpp"

#include <gio/gio.h>

#include <array>
#include <chrono>

using namespace vitrine;

namespace {

/// A UDP socket on 127.0.0.1 and what came to it.
struct Receiver {
    gst::Ref<GSocket> socket{
        g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, nullptr),
        gst::adopt};

    Receiver() {
        const gst::Ref<GInetAddress> loopback(g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4),
                                              gst::adopt);
        const gst::Ref<GSocketAddress> any(g_inet_socket_address_new(loopback.get(), 0),
                                           gst::adopt);
        REQUIRE(g_socket_bind(socket.get(), any.get(), FALSE, nullptr));
        g_socket_set_timeout(socket.get(), 10);
    }
    gst::Ref<GSocketAddress> address() const {
        return {g_socket_get_local_address(socket.get(), nullptr), gst::adopt};
    }
    test::Bytes next() const {
        std::array<char, 2000> buffer{};
        const auto size =
            g_socket_receive(socket.get(), buffer.data(), buffer.size(), nullptr, nullptr);
        REQUIRE(size > 0);
        return {buffer.begin(), buffer.begin() + size};
    }
};

} // namespace

TEST_CASE("a frame goes out as plain RTP, in order, without header extensions") {
    const Receiver receiver;
    publish::RtpSender sender(receiver.address().get());
    rtp::DatagramBatch scratch;
    const auto frame = test::wireOnlyFrame(65534, 4, 300);
    REQUIRE(sender.send(frame, scratch));
    CHECK(sender.sending());
    for (unsigned i = 0; i < 4; ++i) {
        const auto packet = receiver.next();
        REQUIRE(packet.size() == 12 + 300);
        CHECK(packet[0] == 0x80); // version 2, no padding, no extension, no sources
        CHECK((packet[1] & 0x80U) == (i == 3 ? 0x80U : 0U));
        CHECK(rtp::readU16(&packet[2]) == static_cast<std::uint16_t>(65534 + i));
        CHECK(test::sequenceIn(std::span(packet).subspan(12)) == 65534 + i);
    }
}

TEST_CASE("a frame that the network does not take is refused, and the next one tried") {
    // Nothing can be sent to port 0.
    const gst::Ref<GInetAddress> loopback(g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4),
                                          gst::adopt);
    const gst::Ref<GSocketAddress> nowhere(g_inet_socket_address_new(loopback.get(), 0),
                                           gst::adopt);
    publish::RtpSender sender(nowhere.get());
    rtp::DatagramBatch scratch;
    CHECK_FALSE(sender.send(test::wireOnlyFrame(1, 2), scratch));
    CHECK_FALSE(sender.sending());
    CHECK_FALSE(sender.send(test::wireOnlyFrame(3, 1), scratch));
}
