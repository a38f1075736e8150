// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "config/KeyFile.hpp"
#include "config/Schema.hpp"
#include "util/Result.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::config {

/// A configuration in the making: takes one text after the other, a later one overriding the
/// keys of an earlier one, and keeps every problem found on the way.
///
/// Owner: the loader. Thread: any one; reads no files. Calls out on: its caller's thread.
class Draft {
  public:
    /// Says why a file cannot be read, or nothing when it can.
    using FileCheck = std::function<std::string(const std::string& path)>;

    /// Adds a text; `name` stands for it in messages.
    void add(std::string_view name, std::string_view text);

    /// Adds a problem of the text or file `name` as a whole.
    void addProblem(std::string_view name, std::string text);

    /// True while no problem was found.
    bool clean() const noexcept { return problems_.empty(); }

    /// Checks what spans several keys, asks `check` about the files that the configuration names,
    /// and gives the configuration, or an error (code "config") with one problem a line in the
    /// order of the texts and their lines. No problem repeats a password.
    util::Result<Config> finish(const FileCheck& check);

  private:
    /// The text (by its number) and the line where something stands.
    struct Place {
        std::size_t text = 0;
        unsigned line = 0;
    };
    struct CameraNote {
        /// Of config_.cameras.
        std::size_t index = 0;
        /// Where it was first named.
        Place place;
        /// Also when it was refused: that is a problem of its own.
        bool sourceGiven = false;
    };
    struct UserNote {
        /// Of config_.users.
        std::size_t index = 0;
        Place place;
        /// A password or token; also when it was refused: that is a problem of its own.
        bool secretGiven = false;
    };
    /// The same of a [publish NAME] or [forward NAME].
    struct OutletNote {
        std::size_t index = 0;
        Place place;
        /// Where each key was last given.
        std::map<std::string, Place> keys;
    };
    using OutletNotes = std::map<std::string, OutletNote>;
    struct PlacedProblem {
        Place place;
        std::string text;
    };

    void addGroup(const KeyFileGroup& group);
    void addCamera(const KeyFileGroup& group, const std::string& id);
    void addUser(const KeyFileGroup& group, const std::string& name);
    void addOutlet(GroupKind kind, const KeyFileGroup& group, const std::string& name);
    void addEntries(GroupKind kind, const KeyFileGroup& group, Target target);
    void unknownKey(GroupKind kind, const std::string& group, const KeyFileEntry& entry);
    void problem(Place place, std::string text);
    void checkCameras();
    void checkUsers();
    void checkTls(const FileCheck& check);
    void checkIce();
    void checkOutlets();
    void checkOutlet(const std::string& group, const OutletNote& note, const std::string& camera,
                     const std::string& destination);
    Place placeOf(unsigned line) const noexcept { return {texts_.size() - 1, line}; }
    util::Error error();

    Config config_;
    std::vector<std::string> texts_;
    std::vector<PlacedProblem> problems_;
    /// By id.
    std::map<std::string, CameraNote> cameras_;
    std::map<std::string, UserNote> users_;
    OutletNotes publishes_;
    OutletNotes forwards_;
    /// Where a key that is no camera's was last set.
    std::map<std::pair<GroupKind, std::string>, Place> places_;
};

} // namespace vitrine::config
