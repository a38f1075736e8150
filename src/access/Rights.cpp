// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/Rights.hpp"

#include <algorithm>

namespace vitrine::access {

Rights Rights::all() {
    Rights rights;
    rights.role_ = config::Role::Operate;
    return rights;
}

Rights Rights::with(const Rights& other) const {
    auto both = *this;
    both.cameras_.insert(both.cameras_.end(), other.cameras_.begin(), other.cameras_.end());
    return both;
}

bool Rights::mayWatch(std::string_view camera) const {
    return role_ && (cameras_.empty() ||
                     std::find(cameras_.begin(), cameras_.end(), camera) != cameras_.end());
}

bool Rights::mayOperate(std::string_view camera) const {
    return role_ == config::Role::Operate && mayWatch(camera);
}

} // namespace vitrine::access
