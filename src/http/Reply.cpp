// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Reply.hpp"

#include "http/Json.hpp"

#include <initializer_list>
#include <utility>

namespace vitrine::http {
namespace {

constexpr const char* kProblem = "application/problem+json";

// Everything the page needs comes from here; the media does not pass through HTTP. Safari does not
// count ws: to 'self'.
constexpr const char* kContentPolicy =
    "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob: mediastream:; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'";

void addCommonHeaders(SoupServerMessage* message) {
    auto* headers = soup_server_message_get_response_headers(message);
    soup_message_headers_replace(headers, "Content-Security-Policy", kContentPolicy);
    soup_message_headers_replace(headers, "X-Content-Type-Options", "nosniff");
    soup_message_headers_replace(headers, "Referrer-Policy", "no-referrer");
    // What is shown is the state of this moment, and the page must match its daemon.
    soup_message_headers_replace(headers, "Cache-Control", "no-cache");
    // libsoup keeps a connection only for a server that listens by itself, which ours does not.
    soup_message_headers_replace(headers, "Connection", "close");
}

// libsoup knows no phrases for the statuses of RFC 6585.
const char* titleOf(unsigned status) {
    switch (status) {
    case kTooManyRequests:
        return "Too Many Requests";
    case kHeadersTooLarge:
        return "Request Header Fields Too Large";
    default:
        return soup_status_get_phrase(status);
    }
}

using Members = std::initializer_list<std::pair<const char*, std::string>>;

std::string problemText(unsigned status, const std::string& detail, const Members& more = {}) {
    return jsonText([&](JsonBuilder* json) {
        json_builder_begin_object(json);
        addText(json, "type", "about:blank");
        addText(json, "title", titleOf(status));
        addNumber(json, "status", status);
        addText(json, "detail", detail);
        for (const auto& [name, value] : more)
            addText(json, name, value);
        json_builder_end_object(json);
    });
}

} // namespace

void reply(SoupServerMessage* message, unsigned status, const char* contentType,
           std::string_view body) {
    addCommonHeaders(message);
    soup_server_message_set_status(message, status, titleOf(status));
    soup_server_message_set_response(message, contentType, SOUP_MEMORY_COPY, body.data(),
                                     body.size());
}

void replyEmpty(SoupServerMessage* message, unsigned status) {
    addCommonHeaders(message);
    soup_server_message_set_status(message, status, titleOf(status));
    soup_server_message_set_response(message, nullptr, SOUP_MEMORY_STATIC, nullptr, 0);
}

void replyStatic(SoupServerMessage* message, const char* contentType, GBytes* body) {
    addCommonHeaders(message);
    soup_server_message_set_status(message, SOUP_STATUS_OK, nullptr);
    gsize size = 0;
    const auto* data = static_cast<const char*>(g_bytes_get_data(body, &size));
    soup_server_message_set_response(message, contentType, SOUP_MEMORY_STATIC, data, size);
}

void problem(SoupServerMessage* message, unsigned status, const std::string& detail) {
    reply(message, status, kProblem, problemText(status, detail));
}

void problem(SoupServerMessage* message, unsigned status, const std::string& detail,
             std::chrono::seconds retryAfter) {
    problem(message, status, detail);
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Retry-After",
                                 std::to_string(retryAfter.count()).c_str());
}

void problem(SoupServerMessage* message, unsigned status, const signalling::Trouble& trouble) {
    reply(message, status, kProblem,
          problemText(status, trouble.sentence,
                      {{"code", trouble.code}, {"setting", trouble.setting}}));
}

std::string problemAnswer(unsigned status, const std::string& detail) {
    const auto body = problemText(status, detail);
    return "HTTP/1.1 " + std::to_string(status) + ' ' + titleOf(status) +
           "\r\nContent-Type: " + kProblem + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: "
           "close\r\n" +
           (status == kTooManyRequests ? "Retry-After: 5\r\n" : "") + "\r\n" + body;
}

void redirect(SoupServerMessage* message, const std::string& url) {
    replyEmpty(message, SOUP_STATUS_TEMPORARY_REDIRECT);
    auto* headers = soup_server_message_get_response_headers(message);
    soup_message_headers_replace(headers, "Location", url.c_str());
    soup_message_headers_replace(headers, "Cache-Control", "no-store");
}

void methodNotAllowed(SoupServerMessage* message, const char* allowed) {
    problem(message, SOUP_STATUS_METHOD_NOT_ALLOWED, std::string("allowed here: ") + allowed);
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Allow",
                                 allowed);
}

} // namespace vitrine::http
