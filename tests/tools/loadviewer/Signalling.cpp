// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Signalling.hpp"

#include <json-glib/json-glib.h>

#include <memory>

namespace vitrine::loadviewer {

namespace {

constexpr guint64 kMostBytes = 1024 * 1024;

struct JsonBuilderEnd {
    void operator()(JsonBuilder* builder) const { g_object_unref(builder); }
};

/// One flat JSON object of texts, and of numbers where the value is one.
class Object {
  public:
    Object()
        : builder_(json_builder_new()) {
        json_builder_begin_object(builder_.get());
    }
    Object& text(const char* name, const std::string& value) {
        json_builder_set_member_name(builder_.get(), name);
        json_builder_add_string_value(builder_.get(), value.c_str());
        return *this;
    }
    Object& number(const char* name, int value) {
        json_builder_set_member_name(builder_.get(), name);
        json_builder_add_int_value(builder_.get(), value);
        return *this;
    }
    std::string finish() {
        json_builder_end_object(builder_.get());
        JsonNode* root = json_builder_get_root(builder_.get());
        char* text = json_to_string(root, FALSE);
        std::string result = text;
        g_free(text);
        json_node_unref(root);
        return result;
    }

  private:
    std::unique_ptr<JsonBuilder, JsonBuilderEnd> builder_;
};

std::string member(JsonObject* object, const char* name) {
    return json_object_get_string_member_with_default(object, name, "");
}

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

/// What the asynchronous connect carries: it may end after the Signalling.
struct Signalling::Pending {
    util::WeakToken alive;
    Signalling* self;
};

Signalling::Signalling(SoupSession* session, Events events)
    : session_(session)
    , events_(std::move(events))
    , cancellable_(g_cancellable_new()) {}

Signalling::~Signalling() {
    g_cancellable_cancel(cancellable_);
    g_object_unref(cancellable_);
    drop();
}

void Signalling::connect(const std::string& url) {
    message_ = soup_message_new(SOUP_METHOD_GET, url.c_str());
    if (!message_) {
        end("not a WebSocket address: " + url);
        return;
    }
    // libsoup keeps the socket to itself; abort() and freeze() need it.
    using NetworkEvent = void (*)(SoupMessage*, GSocketClientEvent, GIOStream*, Signalling*);
    const NetworkEvent onNetwork = [](SoupMessage*, GSocketClientEvent event, GIOStream* stream,
                                      Signalling* self) {
        if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION(stream))
            g_set_object(&self->socket_,
                         g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream)));
    };
    g_signal_connect(message_, "network-event", G_CALLBACK(onNetwork), this);
    char protocol[] = "vitrine.v1";
    char* protocols[] = {protocol, nullptr};
    soup_session_websocket_connect_async(session_, message_, nullptr, protocols, G_PRIORITY_DEFAULT,
                                         cancellable_, &Signalling::onConnected,
                                         new Pending{token_.weak(), this});
}

void Signalling::onConnected(GObject* session, GAsyncResult* result, gpointer data) {
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

void Signalling::adopt(SoupWebsocketConnection* connection) {
    connection_ = connection;
    soup_websocket_connection_set_max_incoming_payload_size(connection, kMostBytes);
    using Message = void (*)(SoupWebsocketConnection*, gint, GBytes*, Signalling*);
    const Message onText = [](SoupWebsocketConnection*, gint type, GBytes* bytes,
                              Signalling* self) {
        self->onMessage(static_cast<SoupWebsocketDataType>(type), bytes);
    };
    using Closed = void (*)(SoupWebsocketConnection*, Signalling*);
    const Closed onClosed = [](SoupWebsocketConnection*, Signalling* self) {
        self->end(self->lastError_.empty() ? "the server closed the WebSocket" : self->lastError_);
    };
    g_signal_connect(connection, "message", G_CALLBACK(onText), this);
    g_signal_connect(connection, "closed", G_CALLBACK(onClosed), this);
}

void Signalling::onMessage(SoupWebsocketDataType type, GBytes* bytes) {
    if (type != SOUP_WEBSOCKET_DATA_TEXT)
        return;
    gsize size = 0;
    const auto* text = static_cast<const char*>(g_bytes_get_data(bytes, &size));
    const std::unique_ptr<JsonParser, decltype(&g_object_unref)> parser(json_parser_new(),
                                                                        g_object_unref);
    if (!json_parser_load_from_data(parser.get(), text, static_cast<gssize>(size), nullptr))
        return;
    auto* root = json_parser_get_root(parser.get());
    if (!root || !JSON_NODE_HOLDS_OBJECT(root))
        return;
    auto* object = json_node_get_object(root);
    const auto kind = member(object, "type");
    // Copies, since what is called may end this session and so clear events_.
    if (const auto call = events_.onOffer; kind == "offer" && call)
        call(member(object, "sdp"));
    else if (const auto tell = events_.onCandidate; kind == "candidate" && tell)
        tell(member(object, "candidate"));
    else if (kind == "error")
        lastError_ =
            "the server said error " + member(object, "code") + ": " + member(object, "message");
    else if (kind == "bye" && lastError_.empty())
        lastError_ = "the server said bye: " + member(object, "reason");
}

void Signalling::sendText(const std::string& text) {
    if (connection_ &&
        soup_websocket_connection_get_state(connection_) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_send_text(connection_, text.c_str());
}

void Signalling::sendAnswer(const std::string& sdp) {
    sendText(Object().text("type", "answer").text("sdp", sdp).finish());
}

void Signalling::sendCandidate(const std::string& candidate) {
    sendText(Object()
                 .text("type", "candidate")
                 .text("candidate", candidate)
                 .number("sdpMLineIndex", 0)
                 .finish());
}

void Signalling::sendBinary(std::string_view bytes) {
    if (connection_)
        soup_websocket_connection_send_binary(connection_, bytes.data(), bytes.size());
}

void Signalling::sendRaw(std::string_view bytes) {
    if (socket_)
        g_socket_send(socket_, bytes.data(), bytes.size(), nullptr, nullptr);
}

void Signalling::close() {
    sendText(Object().text("type", "bye").finish());
    if (connection_ &&
        soup_websocket_connection_get_state(connection_) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close(connection_, SOUP_WEBSOCKET_CLOSE_NORMAL, nullptr);
}

void Signalling::abort() {
    events_ = {};
    g_cancellable_cancel(cancellable_);
    if (socket_)
        g_socket_close(socket_, nullptr);
    drop();
}

FileDescriptor Signalling::freeze() {
    // The copy keeps the connection open while libsoup's own descriptor, and so its reader, ends.
    FileDescriptor copy(socket_ ? dup(g_socket_get_fd(socket_)) : -1);
    abort();
    return copy;
}

void Signalling::end(const std::string& reason) {
    if (auto onEnd = std::exchange(events_, {}).onEnd)
        onEnd(reason);
}

void Signalling::drop() {
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
