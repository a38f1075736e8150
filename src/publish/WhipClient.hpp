// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "publish/Farewells.hpp"
#include "publish/HttpClient.hpp"
#include "util/Result.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::publish {

/// One WHIP session over HTTP (RFC 9725): an offer is posted, later candidates are patched in, and
/// the session is deleted when this ends. It knows nothing of media.
///
/// The token goes along with a redirect and to the session's own URL, as a cluster of servers needs
/// it, but never from https to http.
///
/// Owner: Publication. Thread: main. Calls out on: main (`answered`, at most once, later).
class WhipClient {
  public:
    struct Accepted {
        std::string answer;
        IceServers iceServers;
    };
    struct Refused {
        /// A sentence for people, without secrets.
        std::string why;
        /// Trying again soon changes nothing: a token or a URL is wrong.
        bool lasting = false;
        /// What the server itself asks for.
        std::optional<std::chrono::seconds> retryAfter;
    };
    struct Events {
        std::function<void(const Accepted&)> accepted;
        std::function<void(const Refused&)> refused;
    };

    /// `farewells`, which are of the same `http`, are those of all the sessions before it at this
    /// endpoint.
    WhipClient(HttpClient& http, std::shared_ptr<Farewells> farewells, std::string url,
               std::string token, Events events)
        : http_(http)
        , farewells_(std::move(farewells))
        , url_(std::move(url))
        , token_(std::move(token))
        , events_(std::move(events)) {}
    /// Deletes the session, if there is one or the offer under way still makes one; nobody waits
    /// for that.
    ~WhipClient();
    WhipClient(const WhipClient&) = delete;
    WhipClient& operator=(const WhipClient&) = delete;

    /// Posts the offer, once, after the server knows of the end of all sessions before.
    void offer(std::string sdp);
    /// Patches candidates in (fragmentOf()); what comes before the answer is sent after it. A
    /// server that takes none is not asked again.
    void trickle(std::string fragment);

    /// The server has taken the offer.
    bool hasSession() const noexcept { return !session_.empty(); }

    /// A redirect leads to at most so many others.
    static constexpr unsigned kMostRedirects = 5;

  private:
    /// What an offer under way needs to know.
    struct Posted {
        WhipClient* client; // null: it is gone
        std::shared_ptr<Farewells> farewells;
        std::string url;
        std::string token;
    };

    void begin();
    void post();
    void onAnswer(const util::Result<HttpReply>& result);
    void onCreated(const HttpReply& reply);
    void redirect(const HttpReply& reply);
    void unreachable(const std::string& why);
    void refuse(const Refused& refused);
    void patchNext();

    HttpClient& http_;
    std::shared_ptr<Farewells> farewells_;
    std::string url_; // of the endpoint, as far as redirects have led
    std::string token_;
    Events events_;
    std::string offer_;
    unsigned redirects_ = 0;
    std::string session_; // its URL; empty: there is none
    std::string etag_;
    std::vector<std::string> fragments_;
    bool patching_ = false;
    bool takesPatches_ = true;
    HttpClient::Call call_;
    std::shared_ptr<Posted> posted_; // while it is under way
};

} // namespace vitrine::publish
