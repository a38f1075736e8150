// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "access/Rights.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::access {

/// The users of the configuration.
///
/// Owner: Doorman. Thread: any one at a time.
class Accounts {
  public:
    /// `salt` is nobody's business and stays the same for as long as names are guessed.
    explicit Accounts(std::vector<config::User> users = {}, std::string salt = {})
        : users_(std::move(users))
        , salt_(std::move(salt)) {}

    bool empty() const noexcept { return users_.empty(); }
    /// Null when there is none of this name.
    const config::User* find(std::string_view name) const;
    /// The one whose bearer token has this digest (sha256()); null when nobody's has.
    const config::User* findByTokenDigest(std::string_view digest) const;
    /// The hash of somebody's password, for a name there is none of: always the same for the same
    /// name, so that it takes as long to try as somebody's. Empty when nobody has a password.
    std::string somebodysHash(std::string_view name) const;

  private:
    std::vector<config::User> users_;
    std::string salt_;
};

} // namespace vitrine::access
