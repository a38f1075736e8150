// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::access {

using WallTime = std::chrono::sys_seconds;

/// Something that was given out for a time: a user's session, or a link to a camera.
struct Grant {
    enum class Kind { Session, Link };
    Kind kind = Kind::Session;
    std::string id;
    /// Whose session it is, or who gave the link.
    std::string user;
    /// What the link leads to.
    std::string camera;
    /// What must still be so for the grant to hold: a digest of the user's password hash.
    std::string stamp;
    WallTime made{};
    WallTime end{};
    bool operator==(const Grant&) const = default;
};

/// Everything given out that is not over, kept in a file where there is one. What is handed to
/// people is the id with a signature (HMAC-SHA-256): who reads the file cannot make one.
///
/// Owner: Doorman. Thread: main.
class Ledger {
  public:
    /// `folder` holds the key and the list, and gets them when it is empty; without one both live
    /// as long as this. What cannot be read or written is logged, and lives no longer than this
    /// either: nothing that was taken back comes again.
    explicit Ledger(const std::string& folder, WallTime now);

    /// Puts a grant in, with a new id; gives what is to be handed out. One more session than
    /// kMostSessions of a user ends the oldest; one more link than kMostLinks is not given:
    /// nothing.
    std::optional<std::string> give(Grant grant, WallTime now);
    /// The grant of this kind whose text it is, as long as it is not over or taken back.
    std::optional<Grant> find(Grant::Kind kind, std::string_view text, WallTime now) const;
    std::optional<Grant> findById(Grant::Kind kind, std::string_view id, WallTime now) const;
    /// Takes one back; false when there is none.
    bool takeBack(Grant::Kind kind, std::string_view id);
    /// Takes back whatever does not hold any more, for good.
    void keepOnly(const std::function<bool(const Grant&)>& holds);
    /// All of a kind that are not over, the oldest first.
    std::vector<Grant> all(Grant::Kind kind, WallTime now) const;

    static constexpr std::size_t kMostSessions = 50;
    static constexpr std::size_t kMostLinks = 200;

  private:
    bool makeRoomFor(const Grant& grant);
    void save() const;
    std::string textOf(const Grant& grant) const;

    std::string file_; // empty: none
    std::string key_;
    std::map<std::string, Grant, std::less<>> grants_; // by id
};

} // namespace vitrine::access
