// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "access/Doorman.hpp"
#include "http/Cookies.hpp"

#include <libsoup/soup.h>

#include <optional>
#include <string>
#include <string_view>

namespace vitrine::http {

/// Who is behind a request, by what it brings: a bearer token (RFC 6750), the cookie of a session,
/// or a link to a camera in its query or as a cookie. What it answers to who may not is the same
/// whether there is such a camera or not.
///
/// Owner: Routes. Thread: main.
class Gate {
  public:
    /// `tls`: whether the server itself speaks it.
    Gate(access::Doorman& doorman, bool tls)
        : doorman_(doorman)
        , tls_(tls) {}

    /// What they may do; with a camera, what of it counts links to that one.
    access::Rights rightsOf(SoupServerMessage* message, std::string_view camera = {}) const;

    /// Answers 401 to nobody, 404 to somebody for whom there is no such camera; says whether it
    /// did.
    bool refusesWatching(SoupServerMessage* message, std::string_view camera) const;

    /// Answers who may not: 401 to nobody, 403 with the sentence to somebody.
    static void refuse(SoupServerMessage* message, const access::Rights& rights,
                       const std::string& sentence);
    static void noSuchCamera(SoupServerMessage* message);

    /// A person with a link to a camera: has their browser keep it, and go to the camera's page
    /// without it, so that it does not stay in the address. False when the request has none that
    /// holds.
    bool takesLink(SoupServerMessage* message, std::string_view camera) const;

    /// A cookie that goes encrypted where this request came so, here or to a proxy that says so.
    void setCookie(SoupServerMessage* message, const Cookie& cookie, SameSite sameSite,
                   std::chrono::seconds duration) const;

    access::Doorman& doorman() const noexcept { return doorman_; }
    /// The session's own cookie, empty when the request has none.
    static std::string sessionOf(SoupServerMessage* message);

    static constexpr const char* kSessionCookie = "vitrine-session";

  private:
    access::Rights byLinks(SoupServerMessage* message, std::string_view camera) const;

    access::Doorman& doorman_;
    bool tls_;
};

} // namespace vitrine::http
