// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feeds.hpp"
#include "http/Gate.hpp"
#include "recording/Stills.hpp"

#include <libsoup/soup.h>

#include <string_view>

namespace vitrine::http {

/// What `/cameras/{id}/snapshot.jpg` answers: the newest picture, or why there is none.
///
/// Owner: Routes. Thread: main.
class Snapshot {
  public:
    Snapshot(const fanout::Feeds& feeds, recording::Stills& stills, const Gate& gate)
        : feeds_(feeds)
        , stills_(stills)
        , gate_(gate) {}

    /// Answers a GET or HEAD, perhaps later; false when the path is none of a snapshot.
    bool answer(SoupServerMessage* message, std::string_view path) const;

  private:
    const fanout::Feeds& feeds_;
    recording::Stills& stills_;
    const Gate& gate_;
};

} // namespace vitrine::http
