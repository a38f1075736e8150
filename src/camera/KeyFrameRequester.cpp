// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/KeyFrameRequester.hpp"

#include <utility>

namespace vitrine::camera {

void KeyFrameRequester::request() {
    std::shared_ptr<const Ask> ask;
    {
        const std::lock_guard lock(mutex_);
        ask = ask_;
    }
    if (ask)
        (*ask)();
}

void KeyFrameRequester::connect(std::function<void()> ask) {
    auto next = ask ? std::make_shared<const Ask>(std::move(ask)) : nullptr;
    const std::lock_guard lock(mutex_);
    std::swap(ask_, next);
}

} // namespace vitrine::camera
