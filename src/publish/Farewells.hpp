// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "publish/HttpClient.hpp"
#include "util/Result.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::publish {

/// Sessions that have ended here, and of which their server was not told for certain yet.
///
/// A network that fails takes the session and the word of its end alike, and a server may keep what
/// it is told nothing of for ever, and its place with it: Janus does, and then refuses the next
/// offer.
///
/// Owner: Publication; requests under way keep it, too. Thread: main. Calls out on: main.
class Farewells : public std::enable_shared_from_this<Farewells> {
  public:
    /// `http` outlives this.
    explicit Farewells(HttpClient& http)
        : http_(http) {}

    /// Deletes a session (RFC 9725, section 4.2). Nobody waits for that.
    void say(std::string session, std::string token);

    /// Every server has answered.
    bool areHeard() const noexcept { return open_.empty(); }
    /// Says one that is not heard again, of which there must be one, and tells, later, whether it
    /// is now: an Error when its server was not reached.
    HttpClient::Call sayAgain(std::function<void(const util::Result<HttpReply>&)> told);

    /// The oldest are forgotten when there are more.
    static constexpr std::size_t kMost = 8;

  private:
    struct Farewell {
        std::string session;
        std::string token;
    };
    HttpClient::Call send(const Farewell& farewell, HttpClient::Answered answered);

    HttpClient& http_;
    std::vector<Farewell> open_;
};

} // namespace vitrine::publish
