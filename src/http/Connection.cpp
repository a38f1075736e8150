// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Connection.hpp"

#include "gst/Error.hpp"
#include "http/Reply.hpp"

#include <array>
#include <utility>

namespace vitrine::http {
namespace {

// What is read and dropped of a client that was told off.
constexpr gsize kMostDrained = 16UL << 20U;

struct Refusal {
    unsigned status;
    const char* detail;
};

Refusal refusalFor(RequestMeter::Verdict verdict) {
    switch (verdict) {
    case RequestMeter::Verdict::LineTooLong:
        return {SOUP_STATUS_REQUEST_URI_TOO_LONG, "the request line has more than 8 KiB"};
    case RequestMeter::Verdict::HeadTooLong:
        return {kHeadersTooLarge, "the request's headers have more than 32 KiB"};
    case RequestMeter::Verdict::Unclear:
        return {SOUP_STATUS_BAD_REQUEST,
                "it is not clear where the request ends: Content-Length is digits, "
                "Transfer-Encoding is chunked, and there is one of them at most, on one line"};
    default:
        return {SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "the request's body has more than 64 KiB"};
    }
}

} // namespace

Connection::Connection(GSocketConnection* connection, std::string peer, bool tls,
                       std::function<void(Connection&)> onEnd)
    : socket_(g_socket_connection_get_socket(connection), gst::share)
    , stream_(G_IO_STREAM(connection), gst::share)
    , peer_(std::move(peer))
    , onEnd_(std::move(onEnd))
    , phase_(tls ? Phase::Handshaking : Phase::Fresh) {}

Connection::~Connection() {
    if (drainer_ != 0)
        g_source_remove(drainer_);
}

gst::Ref<GIOStream> Connection::guard(const std::shared_ptr<Connection>& self, GIOStream* stream) {
    self->stream_ = {stream, gst::share};
    self->enter(Phase::Fresh);
    return gst::tapped(stream, self);
}

void Connection::turnAway(unsigned status, const std::string& detail) {
    tell(status, detail);
    linger();
}

void Connection::cut() {
    cut_ = true;
    g_socket_shutdown(socket_.get(), TRUE, TRUE, nullptr);
}

bool Connection::onRead(std::string_view bytes, GError** error) {
    const auto verdict = meter_.see(bytes);
    if (verdict != RequestMeter::Verdict::Fine) {
        const auto refusal = refusalFor(verdict);
        tell(refusal.status, refusal.detail);
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, refusal.detail);
        return false;
    }
    if (phase_ == Phase::Fresh || phase_ == Phase::Answering)
        enter(Phase::Asking);
    return true;
}

void Connection::onWritten(std::string_view bytes) {
    meter_.answer(bytes);
    if (phase_ != Phase::Socket && phase_ != Phase::Lingering)
        enter(meter_.upgraded() ? Phase::Socket : Phase::Answering);
}

bool Connection::onClose(GIOStream* /*base*/) {
    if (phase_ == Phase::Lingering && !cut_) {
        linger();
        return true;
    }
    ended();
    return false;
}

void Connection::enter(Phase phase) {
    phase_ = phase;
    since_ = util::Clock::now();
}

// By hand: libsoup has not seen the request, or has only seen a part of it.
void Connection::tell(unsigned status, const std::string& detail) {
    enter(Phase::Lingering);
    const auto answer = problemAnswer(status, detail);
    // The answer is short, and nothing was written before it that a client would not have read.
    g_pollable_output_stream_write_nonblocking(
        G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(stream_.get())), answer.data(),
        answer.size(), nullptr, nullptr);
}

void Connection::linger() {
    if (drainer_ != 0)
        return;
    if (G_IS_SOCKET_CONNECTION(stream_.get())) // TLS has its own goodbye, when it is closed
        g_socket_shutdown(socket_.get(), FALSE, TRUE, nullptr);
    const gst::Unique<GSource, g_source_unref> source(g_pollable_input_stream_create_source(
        G_POLLABLE_INPUT_STREAM(g_io_stream_get_input_stream(stream_.get())), nullptr));
    const GPollableSourceFunc onReadable = [](GObject*, gpointer self) -> gboolean {
        return static_cast<Connection*>(self)->drain() ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
    };
    g_source_set_callback(source.get(), G_SOURCE_FUNC(onReadable), this, nullptr);
    drainer_ = g_source_attach(source.get(), nullptr);
}

bool Connection::drain() {
    std::array<char, 16384> dropped; // NOLINT: nobody looks at it
    GError* error = nullptr;
    const auto size = g_pollable_input_stream_read_nonblocking(
        G_POLLABLE_INPUT_STREAM(g_io_stream_get_input_stream(stream_.get())), dropped.data(),
        dropped.size(), nullptr, &error);
    const gst::ErrorPtr owned(error);
    drained_ += size > 0 ? static_cast<gsize>(size) : 0;
    const bool more = size > 0 || g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    if (more && drained_ < kMostDrained)
        return true;
    drainer_ = 0;
    end();
    return false;
}

void Connection::end() {
    if (drainer_ != 0)
        g_source_remove(std::exchange(drainer_, 0U));
    // Not waited for: what is closed is a socket, or TLS whose goodbye nobody has to hear.
    g_io_stream_close_async(stream_.get(), G_PRIORITY_DEFAULT, nullptr, nullptr, nullptr);
    ended();
}

void Connection::ended() {
    if (const auto tell = std::exchange(onEnd_, nullptr))
        tell(*this);
}

} // namespace vitrine::http
