// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/RtpSender.hpp"

#include "gst/Ref.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace vitrine::publish {
namespace {

constexpr std::size_t kFixedHeader = 12; // RFC 3550, section 5.1; a camera's packets have no CSRCs
constexpr std::uint8_t kExtensionBit = 0x10;

viewer::UdpPath openPath(GSocketAddress* to) {
    sockaddr_storage peer{};
    const auto bytes = static_cast<socklen_t>(g_socket_address_get_native_size(to));
    g_socket_address_to_native(to, &peer, sizeof(peer), nullptr);
    struct Socket {
        int descriptor;
        ~Socket() { ::close(descriptor); }
    };
    const Socket own{::socket(peer.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (own.descriptor < 0)
        throw std::system_error(errno, std::generic_category(), "cannot open a UDP socket");
    return {own.descriptor, peer, bytes}; // which keeps a descriptor of its own
}

} // namespace

RtpSender::RtpSender(GSocketAddress* to)
    : path_(openPath(to)) {}

bool RtpSender::send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) {
    scratch.clear();
    for (const auto& packet : frame.wire->packets()) {
        const auto header = frame.wire->header(packet).first(kFixedHeader);
        const auto payload = frame.wire->payload(packet);
        const auto room = scratch.open(kFixedHeader + payload.size());
        std::copy(header.begin(), header.end(), room.begin());
        room[0] = static_cast<std::uint8_t>(header[0] & ~kExtensionBit);
        std::copy(payload.begin(), payload.end(), room.begin() + kFixedHeader);
        scratch.close(kFixedHeader + payload.size());
    }
    sending_ = path_.send(scratch, 0).end == viewer::MediaPath::End::Complete;
    return sending_;
}

} // namespace vitrine::publish
