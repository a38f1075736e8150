// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/Accounts.hpp"

#include "access/Secret.hpp"

#include <algorithm>

namespace vitrine::access {

const config::User* Accounts::find(std::string_view name) const {
    const auto found = std::find_if(users_.begin(), users_.end(),
                                    [&](const auto& user) { return user.name == name; });
    return found == users_.end() ? nullptr : &*found;
}

const config::User* Accounts::findByTokenDigest(std::string_view digest) const {
    const config::User* found = nullptr;
    for (const auto& user : users_)
        if (sameSecret(user.tokenHash, digest))
            found = &user;
    return found;
}

std::string Accounts::somebodysHash(std::string_view name) const {
    std::vector<const std::string*> hashes;
    for (const auto& user : users_)
        if (!user.passwordHash.empty())
            hashes.push_back(&user.passwordHash);
    if (hashes.empty())
        return {};
    const auto drawn = static_cast<unsigned char>(signature(salt_, name).front());
    return *hashes[drawn % hashes.size()];
}

} // namespace vitrine::access
