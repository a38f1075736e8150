// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/BoundedSocket.hpp"

#include "gst/Element.hpp"
#include "signalling/BoundedStream.hpp"

namespace vitrine::signalling {

gst::Ref<SoupWebsocketConnection> boundedSocket(GIOStream* connection, GUri* uri,
                                                const char* origin, const char* protocol) {
    const auto stream = boundedStream(connection, {kMostIncoming, kMostUnanswered});
    gst::Ref<SoupWebsocketConnection> socket(
        soup_websocket_connection_new(stream.get(), uri, SOUP_WEBSOCKET_CONNECTION_SERVER, origin,
                                      protocol, nullptr),
        gst::adopt);
    soup_websocket_connection_set_max_incoming_payload_size(socket.get(), kMostIncoming);
    // Newer libsoup has a limit of its own for whole messages, by default another one.
    if (gst::hasProperty(socket.get(), "max-total-message-size"))
        g_object_set(socket.get(), "max-total-message-size", kMostIncoming, nullptr);
    // After either, libsoup may go on reading without using what it reads.
    const auto wane = +[](SoupWebsocketConnection* self) {
        windUp(soup_websocket_connection_get_io_stream(self));
    };
    g_signal_connect(socket.get(), "closing", G_CALLBACK(wane), nullptr);
    g_signal_connect(socket.get(), "error", G_CALLBACK(wane), nullptr);
    return socket;
}

} // namespace vitrine::signalling
