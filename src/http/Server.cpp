// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Server.hpp"

#include "gst/Error.hpp"
#include "http/Certificate.hpp"

#include <gio/gio.h>
#include <netinet/in.h>

namespace vitrine::http {
namespace {

std::string describe(const config::ListenAddress& address) {
    const bool v6 = address.host.find(':') != std::string::npos;
    return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

// Connections that wait to be accepted. GLib's own 10 are gone when a page with many cameras or a
// crowd arrives at once, and who does not fit in tries again a whole second later.
constexpr gint kBacklog = 1024;

// A listening socket; throws ListenError.
gst::Ref<GSocket> listeningSocket(const config::ListenAddress& address) {
    const auto host = address.host == "localhost" ? std::string("127.0.0.1") : address.host;
    const auto fail = [&](const char* why) {
        return ListenError("cannot listen on " + describe(address) + ": " + why);
    };
    const gst::Ref<GSocketAddress> place(
        g_inet_socket_address_new_from_string(host.c_str(), address.port), gst::adopt);
    if (!place)
        throw fail("not an address");
    const auto family = g_socket_address_get_family(place.get());
    GError* error = nullptr;
    gst::Ref<GSocket> socket(
        g_socket_new(family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error), gst::adopt);
    bool ok = bool(socket);
    // [::] is a listener of its own beside 0.0.0.0.
    if (ok && family == G_SOCKET_FAMILY_IPV6)
        ok = g_socket_set_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1, &error) != FALSE;
    if (ok) {
        g_socket_set_listen_backlog(socket.get(), kBacklog);
        ok = g_socket_bind(socket.get(), place.get(), TRUE, &error) &&
             g_socket_listen(socket.get(), &error);
    }
    const gst::ErrorPtr owned(error);
    if (!ok)
        throw fail(error ? error->message : "no socket");
    return socket;
}

} // namespace

Server::Server()
    : server_(soup_server_new("server-header", "Vitrine", nullptr), gst::adopt) {
    // A compression context costs every viewer more memory than its few messages are long.
    soup_server_remove_websocket_extension(server_.get(), SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
}

Server::~Server() {
    soup_server_disconnect(server_.get());
}

void Server::listen(const config::Server& settings) {
    const bool tls = !settings.tlsCertificate.empty();
    if (tls)
        soup_server_set_tls_certificate(server_.get(), loadCertificate(settings).get());
    const auto options = tls ? SOUP_SERVER_LISTEN_HTTPS : static_cast<SoupServerListenOptions>(0);
    for (const auto& address : settings.listen) {
        const auto socket = listeningSocket(address);
        GError* error = nullptr;
        if (!soup_server_listen_socket(server_.get(), socket.get(), options, &error)) {
            const gst::ErrorPtr owned(error);
            throw ListenError("cannot listen on " + describe(address) + ": " + error->message);
        }
    }
}

std::vector<std::string> Server::urls() const {
    std::vector<std::string> urls;
    auto* uris = soup_server_get_uris(server_.get());
    for (auto* item = uris; item; item = item->next) {
        const gst::CharPtr text(g_uri_to_string(static_cast<GUri*>(item->data)));
        urls.emplace_back(text.get());
    }
    g_slist_free_full(uris, [](gpointer uri) { g_uri_unref(static_cast<GUri*>(uri)); });
    return urls;
}

} // namespace vitrine::http
