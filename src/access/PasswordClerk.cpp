// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/PasswordClerk.hpp"

#include "access/PasswordHash.hpp"

#include <utility>

namespace vitrine::access {

PasswordClerk::~PasswordClerk() {
    jobs_.stop();
    thread_.join();
}

bool PasswordClerk::ask(std::string password, std::string hash, Told told) {
    return jobs_.add([password = std::move(password), hash = std::move(hash),
                      told = std::move(told), token = token_.weak()]() mutable {
        const bool fits = passwordFits(password, hash);
        // Handed over whole: what it holds is main's, and ends there.
        util::post(token, [told = std::move(told), fits] { told(fits); });
    });
}

} // namespace vitrine::access
