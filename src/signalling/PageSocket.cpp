// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/PageSocket.hpp"

#include "signalling/BoundedSocket.hpp"
#include "signalling/BoundedStream.hpp"
#include "signalling/Parting.hpp"

#include <utility>

namespace vitrine::signalling {
namespace {

// Messages that wait for a peer to read them: an offer, its candidates and a camera's ups and
// downs.
constexpr std::uint64_t kMostUnread = 100;

} // namespace

PageSocket::PageSocket(gst::Ref<SoupWebsocketConnection> socket, Events events)
    : socket_(std::move(socket))
    , events_(std::move(events)) {
    listen();
}

void PageSocket::listen() {
    message_ = gst::Connection::to(
        socket_.get(), "message",
        std::function<void(SoupWebsocketConnection*, gint, GBytes*)>(
            [this](SoupWebsocketConnection*, gint type, GBytes* bytes) {
                if (type != SOUP_WEBSOCKET_DATA_TEXT)
                    return events_.onFault("message",
                                           "binary messages are not understood; send JSON as text",
                                           SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION);
                gsize size = 0;
                const auto* data = static_cast<const char*>(g_bytes_get_data(bytes, &size));
                events_.onText({data, size});
            }));
    error_ = gst::Connection::to(
        socket_.get(), "error",
        std::function<void(SoupWebsocketConnection*, GError*)>(
            [this](SoupWebsocketConnection*, GError* error) { onError(*error); }));
    closed_ = gst::Connection::to(
        socket_.get(), "closed",
        std::function<void(SoupWebsocketConnection*)>([this](SoupWebsocketConnection* socket) {
            // A page that is left says so; a connection that breaks says nothing.
            const auto code = soup_websocket_connection_get_close_code(socket);
            events_.onClosed(code == SOUP_WEBSOCKET_CLOSE_NORMAL ||
                             code == SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
        }));
}

void PageSocket::stopListening() {
    message_.disconnect();
    error_.disconnect();
    closed_.disconnect();
}

void PageSocket::replace(gst::Ref<SoupWebsocketConnection> socket) {
    // That the old one is gone may not have been seen here yet.
    part(SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "resumed");
    socket_ = std::move(socket);
    sent_ = 0;
    listen();
}

void PageSocket::forget() {
    stopListening();
    socket_.reset();
}

void PageSocket::part(unsigned short code, const std::string& reason) {
    stopListening();
    if (socket_)
        signalling::part(std::move(socket_), code, reason);
}

void PageSocket::send(const std::string& message) {
    if (!socket_ || soup_websocket_connection_get_state(socket_.get()) != SOUP_WEBSOCKET_STATE_OPEN)
        return;
    if (!reads())
        return util::post(token_.weak(), [this] { events_.onUnread(); });
    ++sent_;
    soup_websocket_connection_send_text(socket_.get(), message.c_str());
}

bool PageSocket::reads() const {
    return sent_ - messagesWritten(soup_websocket_connection_get_io_stream(socket_.get())) <
           kMostUnread;
}

// libsoup says what was wrong before it closes: the last moment at which the peer can be told.
void PageSocket::onError(const GError& error) const {
    if (g_error_matches(&error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
        return events_.onFault("message-too-long",
                               "the message has more than " + std::to_string(kMostIncoming) +
                                   " bytes; at most " + std::to_string(kMaxMessageBytes) +
                                   " are taken",
                               SOUP_WEBSOCKET_CLOSE_TOO_BIG);
    if (g_error_matches(&error, G_IO_ERROR, G_IO_ERROR_BUSY))
        return events_.onFault("flood", error.message, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION);
    if (g_error_matches(&error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_BAD_DATA))
        return events_.onFault("malformed-text",
                               "the message is not UTF-8; send JSON as UTF-8 text",
                               SOUP_WEBSOCKET_CLOSE_BAD_DATA);
    if (error.domain == SOUP_WEBSOCKET_ERROR)
        return events_.onFault("protocol", "what came is no WebSocket frame as RFC 6455 has it",
                               SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR);
    // The connection broke, and "closed" follows.
}

} // namespace vitrine::signalling
