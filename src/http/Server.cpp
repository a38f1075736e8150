// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Server.hpp"

#include "gst/Error.hpp"
#include "http/Certificate.hpp"

#include <gio/gio.h>

namespace vitrine::http {
namespace {

std::string describe(const config::ListenAddress& address) {
    const bool v6 = address.host.find(':') != std::string::npos;
    return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
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
        const auto host = address.host == "localhost" ? std::string("127.0.0.1") : address.host;
        const gst::Ref<GSocketAddress> socket(
            g_inet_socket_address_new_from_string(host.c_str(), address.port), gst::adopt);
        GError* error = nullptr;
        if (!socket || !soup_server_listen(server_.get(), socket.get(), options, &error)) {
            const gst::ErrorPtr owned(error);
            throw ListenError("cannot listen on " + describe(address) + ": " +
                              (error ? error->message : "not an address"));
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
