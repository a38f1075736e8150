// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feeds.hpp"
#include "http/ApiRoutes.hpp"
#include "http/Entrance.hpp"
#include "http/Gate.hpp"
#include "http/Page.hpp"
#include "http/Snapshot.hpp"
#include "http/Whep.hpp"
#include "metrics/Registry.hpp"
#include "publish/Outlets.hpp"
#include "recording/Recordings.hpp"
#include "recording/Stills.hpp"
#include "signalling/Sessions.hpp"
#include "util/MainLoop.hpp"
#include "util/Seldom.hpp"
#include "viewer/Registry.hpp"

#include <libsoup/soup.h>

namespace vitrine::http {

/// Says what each path of the contract answers.
///
/// Owner: Daemon. Thread: main.
class Routes {
  public:
    Routes(fanout::Feeds& feeds, const viewer::Registry& viewers, signalling::Sessions& sessions,
           const publish::Outlets& outlets, recording::Stills& stills,
           const recording::Recordings& recordings, const metrics::Registry& metrics,
           gst::DebugLog& debugLog, access::Doorman& doorman, Reload reload,
           AllowedOrigins origins = {}, bool tls = false);
    Routes(const Routes&) = delete;
    Routes& operator=(const Routes&) = delete;
    ~Routes() = default;

    /// From now on these sites' pages may connect.
    void setAllowedOrigins(AllowedOrigins origins) { origins_ = std::move(origins); }

    /// Puts the routes on a server, which must not outlive this.
    void mount(SoupServer* server);

    /// Ends the views of those who may not watch any more; also done by itself every few seconds,
    /// for sessions and links that end.
    void endForbidden();

  private:
    void answer(SoupServerMessage* message, std::string_view path);
    bool refusesName(SoupServerMessage* message) const;
    void answerCamera(SoupServerMessage* message, std::string_view rest);
    bool hearsOfBlockedSocket(SoupServerMessage* message, std::string_view camera);
    void refuseBadUpgrade(SoupServerMessage* message, std::string_view path);
    void openSocket(SoupWebsocketConnection* socket, std::string_view path,
                    const std::string& seenAt, std::string_view query,
                    const access::Rights& rights);

    fanout::Feeds& feeds_;
    signalling::Sessions& sessions_;
    const publish::Outlets& outlets_;
    Gate gate_;
    ApiRoutes api_;
    Page page_;
    AllowedOrigins origins_;
    Entrance entrance_;
    Whep whep_;
    Snapshot snapshot_;
    util::Timer forbiddenCheck_;
    util::Seldom blockedTold_{std::chrono::seconds(10)};
};

} // namespace vitrine::http
