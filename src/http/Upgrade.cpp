// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Upgrade.hpp"

#include "http/Reply.hpp"
#include "signalling/BoundedSocket.hpp"

#include <string>
#include <utility>

namespace vitrine::http {
namespace {

using OnOpen = std::function<void(gst::Ref<SoupWebsocketConnection>)>;

void refuse(SoupServerMessage* message, const GError& error) {
    if (g_error_matches(&error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_ERROR_NOT_WEBSOCKET))
        problem(message, SOUP_STATUS_BAD_REQUEST, "this is a WebSocket: connect with ws://");
    else
        problem(message, SOUP_STATUS_BAD_REQUEST,
                std::string("the WebSocket handshake cannot be accepted: ") + error.message);
}

// The 101 is on its way: from here on the connection is no more HTTP's.
void open(SoupServerMessage* message, const OnOpen& onOpen) {
    const gst::Ref<SoupServerMessage> kept(message, gst::share);
    const gst::Ref<GIOStream> connection(soup_server_message_steal_connection(message), gst::adopt);
    onOpen(signalling::boundedSocket(
        connection.get(), soup_server_message_get_uri(message),
        soup_message_headers_get_one(soup_server_message_get_request_headers(message), "Origin"),
        soup_message_headers_get_one(soup_server_message_get_response_headers(message),
                                     "Sec-WebSocket-Protocol")));
}

} // namespace

void upgrade(SoupServerMessage* message, OnOpen onOpen) {
    const char* known[] = {"vitrine.v1", nullptr};
    auto* protocols = const_cast<char**>(known);
    // HTTP/2 has no Upgrade (RFC 9113, section 8.6), and its connection is not one viewer's.
    if (soup_server_message_get_http_version(message) != SOUP_HTTP_1_1)
        return problem(message, SOUP_STATUS_BAD_REQUEST, "a WebSocket needs HTTP/1.1");
    GError* error = nullptr;
    if (!soup_websocket_server_check_handshake(message, nullptr, protocols, nullptr, &error)) {
        const gst::ErrorPtr owned(error);
        return refuse(message, *error);
    }
    soup_websocket_server_process_handshake(message, nullptr, protocols, nullptr, nullptr);
    g_signal_connect_data(
        message, "wrote-informational", G_CALLBACK(+[](SoupServerMessage* written, gpointer data) {
            open(written, *static_cast<const OnOpen*>(data));
        }),
        new OnOpen(std::move(onOpen)),
        [](gpointer data, GClosure*) { delete static_cast<OnOpen*>(data); },
        static_cast<GConnectFlags>(0));
}

} // namespace vitrine::http
