// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Certificate.hpp"

#include "gst/Error.hpp"
#include "http/Server.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <sys/socket.h>

namespace vitrine::http {
namespace {

/// What became of one end's handshake.
struct Outcome {
    bool over = false;
    std::string fault;
};

gst::Ref<GIOStream> streamOver(int fd) {
    const gst::Ref<GSocket> socket(g_socket_new_from_fd(fd, nullptr), gst::adopt);
    return {G_IO_STREAM(g_socket_connection_factory_create_connection(socket.get())), gst::adopt};
}

gboolean acceptAny(GTlsConnection* /*self*/, GTlsCertificate* /*peer*/,
                   GTlsCertificateFlags /*faults*/, gpointer /*data*/) {
    return TRUE; // whether anybody trusts it is the browsers' business
}

void shake(GIOStream* stream, GCancellable* cancellable, Outcome& outcome) {
    g_tls_connection_handshake_async(
        G_TLS_CONNECTION(stream), G_PRIORITY_DEFAULT, cancellable,
        [](GObject* source, GAsyncResult* result, gpointer data) {
            auto& end = *static_cast<Outcome*>(data);
            GError* error = nullptr;
            if (!g_tls_connection_handshake_finish(G_TLS_CONNECTION(source), result, &error)) {
                const gst::ErrorPtr owned(error);
                end.fault = error->message;
            }
            end.over = true;
        },
        &outcome);
}

/// The fault of a handshake between the two ends, as the client sees it; empty when it succeeds.
std::string handshake(GIOStream* server, GIOStream* client) {
    const gst::Ref<GCancellable> enough(g_cancellable_new(), gst::adopt);
    Outcome atServer;
    Outcome atClient;
    // A context of its own: nothing else of the program goes on meanwhile.
    auto* context = g_main_context_new();
    g_main_context_push_thread_default(context);
    shake(server, enough.get(), atServer);
    shake(client, enough.get(), atClient);
    while (!atClient.over && atServer.fault.empty())
        g_main_context_iteration(context, TRUE);
    g_cancellable_cancel(enough.get());
    auto fault = atClient.over ? atClient.fault : atServer.fault;
    while (!atServer.over || !atClient.over)
        g_main_context_iteration(context, TRUE);
    g_main_context_pop_thread_default(context);
    g_main_context_unref(context);
    return fault;
}

std::string whyUnusable(GTlsCertificate* certificate) {
    std::array<int, 2> fds{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0)
        return std::strerror(errno);
    const auto here = streamOver(fds[0]);
    const auto there = streamOver(fds[1]);
    GError* error = nullptr;
    const gst::Ref<GIOStream> server(g_tls_server_connection_new(here.get(), certificate, &error),
                                     gst::adopt);
    const gst::Ref<GIOStream> client(
        server ? g_tls_client_connection_new(there.get(), nullptr, &error) : nullptr, gst::adopt);
    if (!client) {
        const gst::ErrorPtr owned(error);
        return error->message;
    }
    g_signal_connect(client.get(), "accept-certificate", G_CALLBACK(acceptAny), nullptr);
    return handshake(server.get(), client.get());
}

} // namespace

gst::Ref<GTlsCertificate> loadCertificate(const config::Server& settings) {
    const auto where = "[server] tls-certificate " + settings.tlsCertificate + ", tls-key " +
                       settings.tlsKey + ": ";
    GError* error = nullptr;
    gst::Ref<GTlsCertificate> certificate(
        g_tls_certificate_new_from_files(settings.tlsCertificate.c_str(), settings.tlsKey.c_str(),
                                         &error),
        gst::adopt);
    if (!certificate) {
        const gst::ErrorPtr owned(error);
        throw ListenError(where + error->message);
    }
    if (const auto fault = whyUnusable(certificate.get()); !fault.empty())
        throw ListenError(where +
                          "no browser could connect with these; does the key belong to the "
                          "certificate? (" +
                          fault + ")");
    return certificate;
}

} // namespace vitrine::http
