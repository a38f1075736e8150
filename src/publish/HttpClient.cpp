// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/HttpClient.hpp"

#include "Version.hpp"

#include <utility>

namespace vitrine::publish {
namespace {

using Answered = HttpClient::Answered;

/// A request under way, from its sending to its answer's end.
struct Exchange {
    gst::Ref<SoupMessage> message;
    std::shared_ptr<HttpClient::Interest> interest = std::make_shared<HttpClient::Interest>();
    Answered answered;
    std::shared_ptr<unsigned> pending;
    gst::Ref<GInputStream> stream;
    std::string body;
    util::Timer deadline;
    bool late = false;

    ~Exchange() { --*pending; }

    GCancellable* cancellable() const { return interest->cancellable.get(); }
    void tell(const util::Result<HttpReply>& result) const {
        if (!interest->lost)
            answered(result);
    }
    void tellFailure(const GError& error) const {
        tell(util::Error{"unreachable", late ? "it takes too long to answer" : error.message});
    }
};

void onRead(GObject* /*source*/, GAsyncResult* result, gpointer data) {
    const std::unique_ptr<Exchange> exchange(static_cast<Exchange*>(data));
    gsize size = 0;
    GError* error = nullptr;
    const bool read =
        g_input_stream_read_all_finish(exchange->stream.get(), result, &size, &error) != 0;
    const gst::ErrorPtr owned(error);
    if (!read)
        return exchange->tellFailure(*error);
    if (size > HttpClient::kMostBody)
        return exchange->tell(util::Error{"too-large", "the answer has more than " +
                                                           std::to_string(HttpClient::kMostBody) +
                                                           " bytes"});
    auto* message = exchange->message.get();
    auto reply =
        readReply(soup_message_get_status(message), soup_message_get_response_headers(message),
                  g_get_real_time() / G_USEC_PER_SEC);
    exchange->body.resize(size);
    reply.body = std::move(exchange->body);
    exchange->tell(reply);
}

void onSent(GObject* source, GAsyncResult* result, gpointer data) {
    std::unique_ptr<Exchange> exchange(static_cast<Exchange*>(data));
    GError* error = nullptr;
    exchange->stream = {soup_session_send_finish(SOUP_SESSION(source), result, &error), gst::adopt};
    const gst::ErrorPtr owned(error);
    if (!exchange->stream)
        return exchange->tellFailure(*error);
    auto& body = exchange->body;
    body.resize(HttpClient::kMostBody + 1);
    auto* raw = exchange.release();
    g_input_stream_read_all_async(raw->stream.get(), body.data(), body.size(), G_PRIORITY_DEFAULT,
                                  raw->cancellable(), onRead, raw);
}

void setHeader(SoupMessage* message, const char* name, const std::string& value) {
    if (!value.empty())
        soup_message_headers_replace(soup_message_get_request_headers(message), name,
                                     value.c_str());
}

} // namespace

HttpClient::Call& HttpClient::Call::operator=(Call&& other) noexcept {
    std::swap(interest_, other.interest_);
    return *this;
}

HttpClient::Call::~Call() {
    if (!interest_)
        return;
    interest_->lost = true;
    g_cancellable_cancel(interest_->cancellable.get());
}

HttpClient::HttpClient(std::chrono::milliseconds deadline)
    : deadline_(deadline)
    , session_(soup_session_new_with_options("timeout", kTimeoutSeconds, "user-agent",
                                             "Vitrine/" VITRINE_VERSION, nullptr),
               gst::adopt) {}

HttpClient::~HttpClient() {
    soup_session_abort(session_.get());
}

HttpClient::Call HttpClient::send(const Request& request, Answered answered) {
    auto exchange = std::make_unique<Exchange>();
    exchange->pending = pending_;
    ++*pending_;
    exchange->answered = std::move(answered);
    exchange->message = {soup_message_new(request.method, request.url.c_str()), gst::adopt};
    Call call(exchange->interest);
    auto* message = exchange->message.get();
    if (!message) {
        // Told later, as every answer is.
        g_idle_add_once(
            [](gpointer data) {
                const std::unique_ptr<Exchange> badUrl(static_cast<Exchange*>(data));
                badUrl->tell(util::Error{"bad-url", "the server gave a URL that is none"});
            },
            exchange.release());
        return call;
    }
    soup_message_add_flags(message, SOUP_MESSAGE_NO_REDIRECT);
    setHeader(message, "Authorization", request.token.empty() ? "" : "Bearer " + request.token);
    setHeader(message, "If-Match", request.ifMatch);
    if (!request.body.empty()) {
        const gst::Ref<GBytes> bytes(g_bytes_new(request.body.data(), request.body.size()),
                                     gst::adopt);
        soup_message_set_request_body_from_bytes(message, request.contentType.c_str(), bytes.get());
    }
    auto* raw = exchange.release(); // until it is answered or fails, which the deadline sees to
    raw->deadline.once(deadline_, [raw] {
        raw->late = true;
        g_cancellable_cancel(raw->cancellable());
    });
    soup_session_send_async(session_.get(), message, G_PRIORITY_DEFAULT, raw->cancellable(), onSent,
                            raw);
    return call;
}

} // namespace vitrine::publish
