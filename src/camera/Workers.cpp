// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Workers.hpp"

#include <utility>

namespace vitrine::camera {

Workers::Member::Member(Workers& workers, Tell tell)
    : workers_(workers)
    , place_(workers.members_.insert(workers.members_.end(), std::move(tell))) {}

Workers::Member::~Member() {
    workers_.members_.erase(place_);
}

std::unique_ptr<worker::ControlGroup> Workers::makeGroup(const std::string& camera) {
    return groups_ ? groups_.value().make(camera) : nullptr;
}

void Workers::setDebug(std::string thresholds) {
    debug_.thresholds = std::move(thresholds);
    for (const auto& tell : members_)
        tell(debug_);
}

} // namespace vitrine::camera
