// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/PasswordClerk.hpp"

#include "access/PasswordHash.hpp"

#include <utility>

namespace vitrine::access {

PasswordClerk::PasswordClerk()
    : thread_([this] { work(); }) {}

PasswordClerk::~PasswordClerk() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool PasswordClerk::ask(std::string password, std::string hash, Told told) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= kMostWaiting)
            return false;
        waiting_.push_back({std::move(password), std::move(hash), std::move(told)});
    }
    changed_.notify_one();
    return true;
}

void PasswordClerk::work() {
    for (;;) {
        Question question;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return over_ || !waiting_.empty(); });
            if (over_)
                return;
            question = std::move(waiting_.front());
            waiting_.pop_front();
        }
        const bool fits = passwordFits(question.password, question.hash);
        util::post(token_.weak(), [told = std::move(question.told), fits] { told(fits); });
    }
}

} // namespace vitrine::access
