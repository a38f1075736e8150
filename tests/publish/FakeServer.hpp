// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <libsoup/soup.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::test {

/// An HTTP server on 127.0.0.1 that answers as it is told, and keeps what it was asked.
///
/// Owner: the test. Thread: main.
class FakeServer {
  public:
    struct Asked {
        std::string method;
        std::string path;
        std::string type;
        std::string authorization;
        std::string ifMatch;
        std::string body;
    };
    struct Answer {
        unsigned status = 200;
        std::string type;
        std::string body;
        std::vector<std::pair<std::string, std::string>> headers;
        bool never = false; ///< it is not answered at all
    };
    using Script = std::function<Answer(const Asked&)>;

    explicit FakeServer(Script script)
        : script_(std::move(script))
        , server_(soup_server_new(nullptr, nullptr), gst::adopt) {
        soup_server_add_handler(
            server_.get(), nullptr,
            [](SoupServer*, SoupServerMessage* message, const char* path, GHashTable*,
               gpointer self) { static_cast<FakeServer*>(self)->answer(message, path); },
            this, nullptr);
        soup_server_listen_local(server_.get(), 0, SOUP_SERVER_LISTEN_IPV4_ONLY, nullptr);
    }
    ~FakeServer() { soup_server_disconnect(server_.get()); }
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    std::string url(const std::string& path) const {
        auto* uris = soup_server_get_uris(server_.get());
        const auto port = g_uri_get_port(static_cast<GUri*>(uris->data));
        g_slist_free_full(uris, reinterpret_cast<GDestroyNotify>(g_uri_unref));
        return "http://127.0.0.1:" + std::to_string(port) + path;
    }

    const std::vector<Asked>& asked() const noexcept { return asked_; }

  private:
    void answer(SoupServerMessage* message, const char* path) {
        auto* headers = soup_server_message_get_request_headers(message);
        const auto header = [headers](const char* name) {
            const auto* value = soup_message_headers_get_one(headers, name);
            return std::string{value ? value : ""};
        };
        const auto* body = soup_server_message_get_request_body(message);
        asked_.push_back({soup_server_message_get_method(message), path, header("Content-Type"),
                          header("Authorization"), header("If-Match"),
                          std::string(body->data, static_cast<std::size_t>(body->length))});
        const auto answer = script_(asked_.back());
        if (answer.never)
            return soup_server_message_pause(message);
        soup_server_message_set_status(message, answer.status, nullptr);
        if (!answer.type.empty())
            soup_server_message_set_response(message, answer.type.c_str(), SOUP_MEMORY_COPY,
                                             answer.body.data(), answer.body.size());
        for (const auto& [name, value] : answer.headers)
            soup_message_headers_append(soup_server_message_get_response_headers(message),
                                        name.c_str(), value.c_str());
    }

    Script script_;
    std::vector<Asked> asked_;
    gst::Ref<SoupServer> server_;
};

} // namespace vitrine::test
