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
    explicit Accounts(std::vector<config::User> users = {})
        : users_(std::move(users)) {}

    bool empty() const noexcept { return users_.empty(); }
    /// Null when there is none of this name.
    const config::User* find(std::string_view name) const;
    /// The one whose bearer token has this digest (sha256()); null when nobody's has.
    const config::User* findByTokenDigest(std::string_view digest) const;
    /// A password's hash that costs as much to try as anybody's, for who does not exist; empty
    /// when nobody has a password.
    std::string anyPasswordHash() const;

  private:
    std::vector<config::User> users_;
};

} // namespace vitrine::access
