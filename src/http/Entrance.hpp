// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "http/Origin.hpp"
#include "publish/Outlets.hpp"
#include "signalling/Sessions.hpp"
#include "viewer/Registry.hpp"

#include <libsoup/soup.h>

#include <string_view>

namespace vitrine::http {

/// Who may come to watch, whichever way.
///
/// Owner: Routes. Thread: main.
class Entrance {
  public:
    Entrance(const viewer::Registry& viewers, const signalling::Sessions& sessions,
             const publish::Outlets& outlets, const AllowedOrigins& origins)
        : viewers_(viewers)
        , sessions_(sessions)
        , outlets_(outlets)
        , origins_(origins) {}

    /// Answers 403 to another site's page; says whether it did.
    bool refusesPage(SoupServerMessage* message) const;
    /// Answers 307 where the camera's next viewer is to watch elsewhere; says whether it did.
    bool sendsElsewhere(SoupServerMessage* message, std::string_view camera) const;
    /// Answers 429 or 503 where a limit keeps one more viewer of the camera out; says whether it
    /// did.
    bool refusesViewer(SoupServerMessage* message, std::string_view camera) const;

  private:
    const viewer::Registry& viewers_;
    const signalling::Sessions& sessions_;
    const publish::Outlets& outlets_;
    const AllowedOrigins& origins_;
};

/// The IP address a request came from; empty when it is not known.
std::string remoteHost(SoupServerMessage* message);

} // namespace vitrine::http
