// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/WebSocket.hpp"

#include <memory>

namespace vitrine::loadviewer {

namespace {

constexpr guint64 kMostBytes = 1024 * 1024;

/// Lets go of a connection that may be in the middle of emitting the signal we are called from.
void unrefSoon(SoupWebsocketConnection* connection) {
    GSource* source = g_idle_source_new();
    g_source_set_priority(source, G_PRIORITY_HIGH);
    g_source_set_callback(
        source, [](gpointer) -> gboolean { return G_SOURCE_REMOVE; }, connection, g_object_unref);
    g_source_attach(source, g_main_context_get_thread_default());
    g_source_unref(source);
}

} // namespace

/// What the asynchronous connect carries: it may end after the WebSocket.
struct WebSocket::Pending {
    util::WeakToken alive;
    WebSocket* self;
};

WebSocket::WebSocket(SoupSession* session, Events events)
    : session_(session)
    , events_(std::move(events))
    , cancellable_(g_cancellable_new()) {}

WebSocket::~WebSocket() {
    g_cancellable_cancel(cancellable_);
    g_object_unref(cancellable_);
    drop();
}

void WebSocket::connect(const std::string& url, std::string protocol) {
    message_ = soup_message_new(SOUP_METHOD_GET, url.c_str());
    if (!message_) {
        end("not a WebSocket address: " + url);
        return;
    }
    // libsoup keeps the socket to itself; abort() and freeze() need it.
    using NetworkEvent = void (*)(SoupMessage*, GSocketClientEvent, GIOStream*, WebSocket*);
    const NetworkEvent onNetwork = [](SoupMessage*, GSocketClientEvent event, GIOStream* stream,
                                      WebSocket* self) {
        if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION(stream))
            g_set_object(&self->socket_,
                         g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream)));
    };
    g_signal_connect(message_, "network-event", G_CALLBACK(onNetwork), this);
    char* protocols[] = {protocol.data(), nullptr};
    soup_session_websocket_connect_async(session_, message_, nullptr, protocols, G_PRIORITY_DEFAULT,
                                         cancellable_, &WebSocket::onConnected,
                                         new Pending{token_.weak(), this});
}

void WebSocket::onConnected(GObject* session, GAsyncResult* result, gpointer data) {
    const std::unique_ptr<Pending> pending(static_cast<Pending*>(data));
    GError* error = nullptr;
    auto* connection = soup_session_websocket_connect_finish(SOUP_SESSION(session), result, &error);
    const bool alive = pending->alive.lock() != nullptr;
    if (connection && alive) {
        pending->self->adopt(connection);
    } else if (connection) {
        g_object_unref(connection);
    } else if (alive) {
        auto* message = pending->self->message_;
        const auto status = message ? soup_message_get_status(message) : SOUP_STATUS_NONE;
        pending->self->end(status >= 400 ? "HTTP " + std::to_string(status) : error->message);
    }
    g_clear_error(&error);
}

void WebSocket::adopt(SoupWebsocketConnection* connection) {
    connection_ = connection;
    soup_websocket_connection_set_max_incoming_payload_size(connection, kMostBytes);
    using Message = void (*)(SoupWebsocketConnection*, gint, GBytes*, WebSocket*);
    const Message onText = [](SoupWebsocketConnection*, gint type, GBytes* bytes, WebSocket* self) {
        self->onMessage(static_cast<SoupWebsocketDataType>(type), bytes);
    };
    using Closed = void (*)(SoupWebsocketConnection*, WebSocket*);
    const Closed onClosed = [](SoupWebsocketConnection*, WebSocket* self) {
        self->end("the server closed the WebSocket");
    };
    g_signal_connect(connection, "message", G_CALLBACK(onText), this);
    g_signal_connect(connection, "closed", G_CALLBACK(onClosed), this);
    if (const auto call = events_.onOpen)
        call();
}

void WebSocket::onMessage(SoupWebsocketDataType type, GBytes* bytes) {
    if (type != SOUP_WEBSOCKET_DATA_TEXT)
        return;
    gsize size = 0;
    const auto* text = static_cast<const char*>(g_bytes_get_data(bytes, &size));
    // A copy, since what is called may end this WebSocket and so clear events_.
    if (const auto call = events_.onText)
        call({text, size});
}

bool WebSocket::open() const {
    return connection_ &&
           soup_websocket_connection_get_state(connection_) == SOUP_WEBSOCKET_STATE_OPEN;
}

void WebSocket::sendText(const std::string& text) {
    if (open())
        soup_websocket_connection_send_text(connection_, text.c_str());
}

void WebSocket::sendBinary(std::string_view bytes) {
    if (connection_)
        soup_websocket_connection_send_binary(connection_, bytes.data(), bytes.size());
}

void WebSocket::sendRaw(std::string_view bytes) {
    if (socket_)
        g_socket_send(socket_, bytes.data(), bytes.size(), nullptr, nullptr);
}

void WebSocket::close() {
    if (open())
        soup_websocket_connection_close(connection_, SOUP_WEBSOCKET_CLOSE_NORMAL, nullptr);
}

void WebSocket::abort() {
    events_ = {};
    g_cancellable_cancel(cancellable_);
    if (socket_)
        g_socket_close(socket_, nullptr);
    drop();
}

FileDescriptor WebSocket::freeze() {
    // The copy keeps the connection open while libsoup's own descriptor, and so its reader, ends.
    FileDescriptor copy(socket_ ? dup(g_socket_get_fd(socket_)) : -1);
    abort();
    return copy;
}

void WebSocket::end(const std::string& reason) {
    if (auto onEnd = std::exchange(events_, {}).onEnd)
        onEnd(reason);
}

void WebSocket::drop() {
    if (connection_)
        g_signal_handlers_disconnect_by_data(connection_, this);
    if (message_)
        g_signal_handlers_disconnect_by_data(message_, this);
    g_clear_object(&message_);
    if (connection_)
        unrefSoon(std::exchange(connection_, nullptr));
    g_clear_object(&socket_);
}

} // namespace vitrine::loadviewer
