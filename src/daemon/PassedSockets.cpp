// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/PassedSockets.hpp"

#include "gst/Error.hpp"
#include "http/Server.hpp"

#include <systemd/sd-daemon.h>

#include <cstring>
#include <string>
#include <sys/socket.h>

namespace vitrine::daemon {
namespace {

constexpr int kTakeAway = 1; // sd_listen_fds: the variables are for this process alone
constexpr int kListening = 1;
constexpr std::uint16_t kAnyPort = 0;

} // namespace

std::vector<gst::Ref<GSocket>> takePassedSockets() {
    const int count = sd_listen_fds(kTakeAway);
    if (count < 0)
        throw http::ListenError(std::string("cannot take the sockets that systemd passes: ") +
                                std::strerror(-count));
    std::vector<gst::Ref<GSocket>> sockets;
    for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + count; ++fd) {
        if (sd_is_socket_inet(fd, AF_UNSPEC, SOCK_STREAM, kListening, kAnyPort) <= 0)
            throw http::ListenError("the passed descriptor " + std::to_string(fd) +
                                    " is no listening TCP socket; a socket unit for Vitrine has "
                                    "ListenStream= with an address and a port, and Accept=no");
        GError* error = nullptr;
        sockets.emplace_back(g_socket_new_from_fd(fd, &error), gst::adopt);
        if (!sockets.back()) {
            const gst::ErrorPtr owned(error);
            throw http::ListenError("cannot listen on the passed descriptor " + std::to_string(fd) +
                                    ": " + error->message);
        }
    }
    return sockets;
}

std::vector<config::ListenAddress> addressesOf(const std::vector<gst::Ref<GSocket>>& sockets) {
    std::vector<config::ListenAddress> addresses;
    for (const auto& socket : sockets) {
        const gst::Ref<GSocketAddress> here(g_socket_get_local_address(socket.get(), nullptr),
                                            gst::adopt);
        auto* inet = G_INET_SOCKET_ADDRESS(here.get());
        const gst::CharPtr host(g_inet_address_to_string(g_inet_socket_address_get_address(inet)));
        addresses.push_back({host.get(), g_inet_socket_address_get_port(inet)});
    }
    return addresses;
}

} // namespace vitrine::daemon
