// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "access/AttemptMeter.hpp"
#include "access/PasswordClerk.hpp"
#include "http/Gate.hpp"

#include <libsoup/soup.h>

#include <functional>
#include <memory>
#include <string>

namespace vitrine::http {

/// /api/v1/session: signing in on the page, signing out, and who one is.
///
/// A wrong password and a user there is none of get the same answer after the same work; tries are
/// bounded (access::AttemptMeter, access::PasswordClerk) and logged.
///
/// Owner: ApiRoutes. Thread: main.
class Login {
  public:
    /// `onTakenBack` is called after a session was ended.
    Login(const Gate& gate, std::function<void()> onTakenBack)
        : gate_(gate)
        , onTakenBack_(std::move(onTakenBack)) {}

    /// GET: the user and what they may do, as JSON.
    void show(SoupServerMessage* message) const;
    /// POST {"user":"…","password":"…"}: begins a session; its cookie comes with the answer.
    void begin(SoupServerMessage* message);
    /// DELETE: ends it, and the views that came by it.
    void end(SoupServerMessage* message) const;

  private:
    void decide(SoupServerMessage* message, const std::string& name, const std::string& hash,
                bool fits) const;

    const Gate& gate_;
    std::function<void()> onTakenBack_;
    access::AttemptMeter attempts_;
    std::unique_ptr<access::PasswordClerk> clerk_; // from the first try on
};

} // namespace vitrine::http
