// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feeds.hpp"
#include "http/Entrance.hpp"
#include "http/Gate.hpp"
#include "http/Origin.hpp"
#include "signalling/Sessions.hpp"

#include <libsoup/soup.h>

#include <string_view>

namespace vitrine::http {

/// WHEP, the HTTP way to watch (draft-ietf-wish-whep): an offer posted to /cameras/{id}/whep makes
/// a session, and a resource below it for the client's candidates and its goodbye.
///
/// Where the camera has enough viewers, the next is sent on with 307. Every error is a problem (RFC
/// 9457): 400 what is malformed, 403 another site's page and whom the operator ended, 404 no such
/// camera or session, 405 another method, 406 who takes no SDP, 409 a camera without a picture, 412
/// another ICE session's tag, 415 another content type, 422 an offer that cannot be met or a
/// restart of ICE, 429 and 503 the limits.
///
/// Owner: Routes. Thread: main.
class Whep {
  public:
    Whep(fanout::Feeds& feeds, signalling::Sessions& sessions, const Gate& gate,
         const Entrance& entrance, const AllowedOrigins& origins)
        : feeds_(feeds)
        , sessions_(sessions)
        , gate_(gate)
        , entrance_(entrance)
        , origins_(origins) {}

    /// Answers, now or later, when the path is WHEP's; false when it is not.
    bool answer(SoupServerMessage* message, std::string_view path) const;

  private:
    void answerEndpoint(SoupServerMessage* message, fanout::Feed& feed) const;
    void post(SoupServerMessage* message, fanout::Feed& feed) const;
    void answerSession(SoupServerMessage* message, std::string_view camera,
                       std::string_view key) const;

    fanout::Feeds& feeds_;
    signalling::Sessions& sessions_;
    const Gate& gate_;
    const Entrance& entrance_;
    const AllowedOrigins& origins_;
};

} // namespace vitrine::http
