// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Listener.hpp"

#include "gst/Error.hpp"
#include "http/Server.hpp"

#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace vitrine::http {
namespace {

// Connections that wait to be accepted. GLib's own 10 are gone when a page with many cameras or a
// crowd arrives at once, and who does not fit in tries again a whole second later.
constexpr gint kBacklog = 1024;

std::string hostAndPort(const std::string& host, unsigned port) {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

[[noreturn]] void fail(const std::string& place, const GError* error) {
    throw ListenError("cannot listen on " + place + ": " +
                      (error ? error->message : "not an address"));
}

std::string placeOf(GSocket* socket) {
    const gst::Ref<GSocketAddress> here(g_socket_get_local_address(socket, nullptr), gst::adopt);
    auto* inet = G_INET_SOCKET_ADDRESS(here.get());
    const gst::CharPtr host(g_inet_address_to_string(g_inet_socket_address_get_address(inet)));
    return hostAndPort(host.get(), g_inet_socket_address_get_port(inet));
}

// `stream` is the connection or what TLS makes of it. A peer that is gone already has no address.
void hand(SoupServer* server, GIOStream* stream, GSocketConnection* connection,
          const std::shared_ptr<Connection>& admitted) {
    const auto guarded = Connection::guard(admitted, stream);
    const gst::Ref<GSocketAddress> here(g_socket_connection_get_local_address(connection, nullptr),
                                        gst::adopt);
    const gst::Ref<GSocketAddress> there(
        g_socket_connection_get_remote_address(connection, nullptr), gst::adopt);
    if (here && there)
        soup_server_accept_iostream(server, guarded.get(), here.get(), there.get(), nullptr);
}

// GLib's TLS lets both ends agree on less, and has no setting against it but one for the process,
// old cameras included.
bool isSafe(GTlsConnection* tls) {
    return g_tls_connection_get_protocol_version(tls) >= G_TLS_PROTOCOL_VERSION_TLS_1_2;
}

} // namespace

gst::Ref<GSocket> Listener::open(const config::ListenAddress& address) {
    const auto place = hostAndPort(address.host, address.port);
    const auto host = address.host == "localhost" ? std::string("127.0.0.1") : address.host;
    const gst::Ref<GSocketAddress> there(
        g_inet_socket_address_new_from_string(host.c_str(), address.port), gst::adopt);
    if (!there)
        fail(place, nullptr);
    GError* error = nullptr;
    const auto family = g_socket_address_get_family(there.get());
    gst::Ref<GSocket> socket(
        g_socket_new(family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error), gst::adopt);
    // "[::]" and "0.0.0.0" are two addresses.
    if (socket && family == G_SOCKET_FAMILY_IPV6)
        g_socket_set_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, TRUE, nullptr);
    if (socket)
        g_socket_set_listen_backlog(socket.get(), kBacklog);
    if (!socket || !g_socket_bind(socket.get(), there.get(), TRUE, &error) ||
        !g_socket_listen(socket.get(), &error)) {
        const gst::ErrorPtr owned(error);
        fail(place, error);
    }
    return socket;
}

Listener::Listener(SoupServer* server, Connections& connections, GSocket* socket,
                   gst::Ref<GTlsCertificate> certificate)
    : server_(server)
    , connections_(connections)
    , certificate_(std::move(certificate))
    , ending_(g_cancellable_new(), gst::adopt)
    , service_(g_socket_service_new(), gst::adopt) {
    const auto place = placeOf(socket);
    url_ = (certificate_ ? "https://" : "http://") + place + "/";
    GError* error = nullptr;
    if (!g_socket_listener_add_socket(G_SOCKET_LISTENER(service_.get()), socket, nullptr, &error)) {
        const gst::ErrorPtr owned(error);
        fail(place, error);
    }
    incoming_ =
        gst::Connection::to(service_.get(), "incoming",
                            std::function<gboolean(GSocketService*, GSocketConnection*, GObject*)>(
                                [this](GSocketService*, GSocketConnection* connection, GObject*) {
                                    take(connection);
                                    return TRUE;
                                }));
}

Listener::~Listener() {
    g_cancellable_cancel(ending_.get());
    incoming_.disconnect();
    g_socket_service_stop(service_.get());
    g_socket_listener_close(G_SOCKET_LISTENER(service_.get()));
}

void Listener::take(GSocketConnection* connection) {
    g_socket_set_option(g_socket_connection_get_socket(connection), IPPROTO_TCP, TCP_NODELAY, TRUE,
                        nullptr);
    auto admitted = connections_.admit(connection, bool(certificate_));
    if (!admitted)
        return;
    if (certificate_)
        shakeHands(connection, std::move(admitted));
    else
        hand(server_, G_IO_STREAM(connection), connection, admitted);
}

void Listener::shakeHands(GSocketConnection* connection, std::shared_ptr<Connection> admitted) {
    const gst::Ref<GIOStream> tls(
        g_tls_server_connection_new(G_IO_STREAM(connection), certificate_.get(), nullptr),
        gst::adopt);
    if (!tls)
        return admitted->end();
    std::array<const gchar*, 3> protocols{"http/1.1", "http/1.0", nullptr};
    g_object_set(tls.get(), "require-close-notify", FALSE, "advertised-protocols", protocols.data(),
                 nullptr);
    struct Context {
        gst::Ref<SoupServer> server;
        gst::Ref<GSocketConnection> connection;
        std::shared_ptr<Connection> admitted;
    };
    g_tls_connection_handshake_async(
        G_TLS_CONNECTION(tls.get()), G_PRIORITY_DEFAULT, ending_.get(),
        [](GObject* source, GAsyncResult* result, gpointer data) {
            const std::unique_ptr<Context> context(static_cast<Context*>(data));
            auto* done = G_TLS_CONNECTION(source);
            if (g_tls_connection_handshake_finish(done, result, nullptr) && isSafe(done))
                hand(context->server.get(), G_IO_STREAM(source), context->connection.get(),
                     context->admitted);
            else
                context->admitted->end();
        },
        new Context{{server_, gst::share}, {connection, gst::share}, std::move(admitted)});
}

} // namespace vitrine::http
