// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "access/Accounts.hpp"
#include "access/Ledger.hpp"
#include "access/Rights.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::access {

/// Knows who may do what: the users of the configuration, the sessions they have begun and the
/// links they have given.
///
/// Owner: Daemon. Thread: main.
class Doorman {
  public:
    /// `folder`: where sessions and links outlive the process; empty: nowhere.
    explicit Doorman(std::vector<config::User> users, const std::string& folder = {});

    /// From now on these; sessions and links of others are taken back for good.
    void setUsers(std::vector<config::User> users);

    /// Where no user is configured, everybody may do everything.
    bool isOpen() const noexcept { return accounts_.empty(); }
    const Accounts& accounts() const noexcept { return accounts_; }

    Rights byToken(std::string_view token) const;
    Rights bySession(std::string_view text) const;
    Rights byLink(std::string_view text) const;
    /// Whether what somebody came in by (Rights::holder()) still lets them watch the camera.
    bool stillMayWatch(std::string_view holder, std::string_view camera) const;

    /// A session for a user who exists; what their browser is to keep.
    std::optional<std::string> beginSession(const std::string& user);
    void endSession(std::string_view text);

    /// A link to a camera for so long; nothing when this user has given too many.
    struct Link {
        Grant grant;
        std::string text;
    };
    std::optional<Link> giveLink(const std::string& camera, const std::string& user,
                                 std::chrono::seconds duration);
    /// Those that hold.
    std::vector<Grant> links() const;
    bool takeLinkBack(std::string_view id);

    static constexpr std::chrono::hours kSessionTime{30 * 24};

  private:
    Rights ofTokenDigest(std::string_view digest) const;
    Rights ofSession(const std::optional<Grant>& grant) const;
    Rights ofLink(const std::optional<Grant>& grant) const;

    std::string salt_;
    Accounts accounts_;
    Ledger ledger_;
};

} // namespace vitrine::access
