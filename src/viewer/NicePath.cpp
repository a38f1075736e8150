// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/NicePath.hpp"

#include "viewer/UdpPath.hpp"

#include <gio/gio.h>

#include <algorithm>
#include <array>

namespace vitrine::viewer {

MediaPath::Outcome NicePath::send(const rtp::DatagramBatch& batch, std::size_t from) {
    constexpr std::size_t kAtOnce = 32;
    const auto all = batch.datagrams();
    Outcome outcome{from, End::Complete};
    while (outcome.sent < all.size()) {
        std::array<GOutputVector, kAtOnce> vectors{};
        std::array<NiceOutputMessage, kAtOnce> messages{};
        const auto count = std::min(kAtOnce, all.size() - outcome.sent);
        for (std::size_t i = 0; i < count; ++i) {
            const auto bytes = batch.bytes(all[outcome.sent + i]);
            vectors[i] = {bytes.data(), bytes.size()};
            messages[i] = {&vectors[i], 1};
        }
        GError* raw = nullptr;
        const auto sent =
            nice_agent_send_messages_nonblocking(agent_.get(), stream_, component_, messages.data(),
                                                 static_cast<guint>(count), nullptr, &raw);
        const gst::ErrorPtr error(raw);
        if (sent > 0) {
            outcome.sent += static_cast<std::size_t>(sent);
            continue;
        }
        const bool full = g_error_matches(raw, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) != FALSE;
        outcome.end = full ? End::WouldBlock : End::Broken;
        return outcome;
    }
    return outcome;
}

bool isRelayed(const gst::Ref<NiceAgent>& agent, guint stream, guint component) {
    NiceCandidate* local = nullptr;
    NiceCandidate* remote = nullptr;
    return !nice_agent_get_selected_pair(agent.get(), stream, component, &local, &remote) ||
           local->type == NICE_CANDIDATE_TYPE_RELAYED;
}

std::unique_ptr<MediaPath> selectedPath(const gst::Ref<NiceAgent>& agent, guint stream,
                                        guint component) {
    NiceCandidate* local = nullptr;
    NiceCandidate* remote = nullptr;
    if (!nice_agent_get_selected_pair(agent.get(), stream, component, &local, &remote))
        return nullptr;
    const gst::Ref<GSocket> socket(nice_agent_get_selected_socket(agent.get(), stream, component),
                                   gst::adopt);
    const bool plain = socket && local->transport == NICE_CANDIDATE_TRANSPORT_UDP &&
                       local->type != NICE_CANDIDATE_TYPE_RELAYED;
    if (!plain)
        return std::make_unique<NicePath>(agent, stream, component);
    sockaddr_storage peer{};
    nice_address_copy_to_sockaddr(&remote->addr, reinterpret_cast<sockaddr*>(&peer));
    const socklen_t bytes = peer.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
    return std::make_unique<UdpPath>(g_socket_get_fd(socket.get()), peer, bytes);
}

} // namespace vitrine::viewer
