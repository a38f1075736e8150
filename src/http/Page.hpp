// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include <string>
#include <string_view>

namespace vitrine::http {

/// The viewer page and its assets, from the resource in the binary.
///
/// The page names its assets by a path with their version in it, so that a browser keeps them for
/// good (RFC 8246) and a second visit fetches none; the page itself it asks for each time.
///
/// Owner: Routes. Thread: main.
class Page {
  public:
    Page();

    /// Sends the page; `status` is 404 when it is to say that there is no such camera.
    void reply(SoupServerMessage* message, unsigned status) const;

    /// Sends an asset of the page, or 404. `name` is what follows /assets/: with this version
    /// before it for good, without one or with another for once.
    void replyAsset(SoupServerMessage* message, std::string_view name) const;

  private:
    std::string version_; ///< of all assets together
    std::string html_;
};

} // namespace vitrine::http
