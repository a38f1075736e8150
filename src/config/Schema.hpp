// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

/// Every key of the configuration, in one table: the loader, its messages, the documentation and
/// their tests all come from it. Thread: pure.
namespace vitrine::config {

enum class GroupKind {
    Server,
    Ice,
    Limits,
    Log,
    Automatic,
    Camera,
    User,
    Elsewhere,
    Publish,
    Forward
};

/// Where a key's value goes.
struct Target {
    Config& config;
    /// The camera whose group it is; null in the other groups.
    Camera* camera = nullptr;
    /// The same of a user.
    User* user = nullptr;
    /// The same of [publish NAME] and [forward NAME].
    Publish* publish = nullptr;
    Forward* forward = nullptr;
};

/// One row of the table.
struct Key {
    GroupKind group = GroupKind::Server;
    std::string name;
    /// What kind of value it takes, in words.
    std::string type;
    /// The default as it would be written; empty when it cannot be written.
    std::string defaultText;
    /// What holds without the key, when the default cannot be written.
    std::string unset;
    std::string allowed;
    /// One line for people.
    std::string doc;
    /// Puts a value into its place and returns an empty text, or returns what is wrong with it.
    std::function<std::string(Target, const std::string&)> set;
    /// The value may hold a password.
    bool secret = false;
    /// The whole value is one: no message repeats any of it.
    bool hidden = false;
};

/// The table, in the order of the documentation.
std::span<const Key> schema();

/// The row of a key, or null.
const Key* findKey(GroupKind group, std::string_view name);

/// The keys of a group, sorted.
std::vector<std::string> keyNames(GroupKind group);

/// How the group is written, without brackets: "server", "camera ID".
std::string_view groupTitle(GroupKind group) noexcept;

/// True for a camera's id, and for the name of what is published or forwarded:
/// [a-z0-9][a-z0-9-]{0,62}.
bool isCameraId(std::string_view text) noexcept;

} // namespace vitrine::config
