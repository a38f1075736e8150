// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "publish/HttpReply.hpp"
#include "util/MainLoop.hpp"
#include "util/Result.hpp"

#include <libsoup/soup.h>

#include <functional>
#include <memory>
#include <string>

namespace vitrine::publish {

/// Asks WHIP servers, and takes no more of an answer than such an answer has: neither more bytes
/// nor more time. TLS is verified against the system's trusted certificates.
///
/// Follows no redirect by itself: a WHIP client decides where its offer and its token go.
///
/// Owner: Outlets; outlives every call. Thread: main. Calls out on: main (the answers).
class HttpClient {
  public:
    struct Request {
        const char* method = "POST";
        std::string url;
        std::string contentType; ///< of the body
        std::string body;
        /// Sent as "Bearer …" (RFC 6750); empty: none.
        std::string token;
        std::string ifMatch;
    };
    /// Error codes: "unreachable" with words for people, "too-large", "bad-url".
    using Answered = std::function<void(util::Result<HttpReply>)>;

    /// What a call and its request share.
    struct Interest {
        gst::Ref<GCancellable> cancellable{g_cancellable_new(), gst::adopt};
        bool lost = false; ///< nobody is to be told any more
    };

    /// A request under way, which ends untold when this is gone.
    /// Owner: who asks. Thread: main.
    class Call {
      public:
        Call() = default;
        explicit Call(std::shared_ptr<Interest> interest)
            : interest_(std::move(interest)) {}
        Call(Call&&) noexcept = default;
        Call& operator=(Call&& other) noexcept;
        Call(const Call&) = delete;
        Call& operator=(const Call&) = delete;
        ~Call();

        /// Lets it go on without this, and its answer be told.
        void release() noexcept { interest_.reset(); }

      private:
        std::shared_ptr<Interest> interest_;
    };

    explicit HttpClient(std::chrono::milliseconds deadline = kDeadline);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Sends it; `answered` is called once, later.
    Call send(const Request& request, Answered answered);

    /// How many requests are under way, those that nobody waits for among them.
    unsigned pending() const noexcept { return *pending_; }

    /// An answer has no more than this.
    static constexpr std::size_t kMostBody = 64UL * 1024;
    /// So long nothing may happen on a connection, and so long the whole may take.
    static constexpr unsigned kTimeoutSeconds = 10;
    static constexpr std::chrono::seconds kDeadline{15};

  private:
    const std::chrono::milliseconds deadline_;
    gst::Ref<SoupSession> session_;
    /// Shared with the requests under way, which may end after this.
    std::shared_ptr<unsigned> pending_ = std::make_shared<unsigned>(0);
};

} // namespace vitrine::publish
