// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What a draft does with [user NAME].
#include "config/Draft.hpp"
#include "config/Shown.hpp"

#include <algorithm>

namespace vitrine::config {

void Draft::addUser(const KeyFileGroup& group, const std::string& name) {
    if (!isCameraId(name)) {
        problem(placeOf(group.line), "[" + shownName(group.name) + "] " +
                                         (name.empty() ? "needs a name" : "the name is not one") +
                                         ", as in [user alice]; allowed: 1 to 63 of a-z, 0-9 and "
                                         "'-', not first '-'");
        User scratch; // its keys are checked all the same
        Target target{config_};
        target.user = &scratch;
        return addEntries(GroupKind::User, group, target);
    }
    const auto [known, isNew] =
        users_.try_emplace(name, UserNote{config_.users.size(), placeOf(group.line), false});
    if (isNew)
        config_.users.push_back(User{.name = name});
    auto& note = known->second;
    note.secretGiven = std::any_of(group.entries.begin(), group.entries.end(),
                                   [](const auto& entry) {
                                       return (entry.key == "password" || entry.key == "token") &&
                                              !entry.value.empty();
                                   }) ||
                       note.secretGiven;
    Target target{config_};
    target.user = &config_.users[note.index];
    addEntries(GroupKind::User, group, target);
}

void Draft::checkUsers() {
    for (const auto& [name, note] : users_) {
        if (!note.secretGiven)
            problem(note.place, "[user " + name +
                                    "] has neither password nor token; add a line such as password "
                                    "= … with what vitrine --hash-password prints");
    }
}

} // namespace vitrine::config
