// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What a draft does with [publish], [publish NAME] and [forward NAME].
#include "config/Draft.hpp"
#include "config/Shown.hpp"

#include <algorithm>

namespace vitrine::config {
namespace {

/// The one of this name, made when there is none yet.
template <typename Outlet>
Outlet& named(std::vector<Outlet>& all, std::size_t index, const std::string& name) {
    if (index == all.size()) {
        all.emplace_back();
        all.back().name = name;
    }
    return all[index];
}

} // namespace

void Draft::addOutlet(GroupKind kind, const KeyFileGroup& group, const std::string& name) {
    const bool publishes = kind == GroupKind::Publish;
    if (!isCameraId(name)) {
        problem(placeOf(group.line),
                "[" + shownName(group.name) + "] " +
                    (name.empty() ? "needs a name" : "the name is not one") + ", as in [" +
                    (publishes ? "publish" : "forward") +
                    " sfu]; allowed: 1 to 63 of a-z, 0-9 and '-', not first '-'");
        // Its keys are checked all the same.
        Publish publish;
        Forward forward;
        return addEntries(kind, group,
                          {.config = config_, .publish = &publish, .forward = &forward});
    }
    auto& notes = publishes ? publishes_ : forwards_;
    auto& note =
        notes.try_emplace(name, OutletNote{notes.size(), placeOf(group.line), {}}).first->second;
    for (const auto& entry : group.entries)
        note.keys[entry.key] = placeOf(entry.line);
    if (publishes)
        return addEntries(
            kind, group,
            {.config = config_, .publish = &named(config_.publishes, note.index, name)});
    addEntries(kind, group,
               {.config = config_, .forward = &named(config_.forwards, note.index, name)});
}

void Draft::checkOutlet(const std::string& group, const OutletNote& note, const std::string& camera,
                        const std::string& destination) {
    for (const auto& key : {std::string{"camera"}, destination})
        if (!note.keys.contains(key))
            problem(note.place, "[" + group + "] has no " + key + "; add a line " + key + " = …");
    const auto place = note.keys.find("camera");
    if (camera.empty() || cameras_.contains(camera))
        return;
    problem(place->second, "[" + group + "] camera = " + camera + ": there is no [camera " +
                               camera +
                               "]; allowed: " + findKey(GroupKind::Publish, "camera")->allowed);
}

void Draft::checkOutlets() {
    for (const auto& [name, note] : publishes_)
        checkOutlet("publish " + name, note, config_.publishes[note.index].camera, "url");
    for (const auto& [name, note] : forwards_)
        checkOutlet("forward " + name, note, config_.forwards[note.index].camera, "rtp");
    const auto& elsewhere = config_.elsewhere;
    if (elsewhere.viewersAbove.has_value() == elsewhere.watchUrl.empty()) {
        const std::string there = elsewhere.viewersAbove ? "viewers-above" : "watch-url";
        const std::string missing = elsewhere.viewersAbove ? "watch-url" : "viewers-above";
        problem(places_[{GroupKind::Elsewhere, there}],
                "[publish] " + there + " is set without " + missing + "; set both or neither");
    } else if (elsewhere.viewersAbove && config_.publishes.empty()) {
        problem(places_[{GroupKind::Elsewhere, "watch-url"}],
                "[publish] watch-url is for cameras that are published, and none is; add a "
                "[publish NAME]");
    }
}

} // namespace vitrine::config
