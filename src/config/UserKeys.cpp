// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/UserKeys.hpp"

#include "config/Values.hpp"
#include "util/Text.hpp"

namespace vitrine::config {

std::vector<Key> userKeys() {
    const std::vector<std::string> roles{"view", "operate"};
    return {
        {.group = GroupKind::User,
         .name = "password",
         .type = "password hash",
         .unset = "none: the user cannot sign in on the page",
         .allowed = "what vitrine --hash-password prints, or another hash of crypt(5)",
         .doc = "The hash of the password that the page asks for.",
         .set =
             [](Target target, const std::string& text) {
                 return parsePasswordHash(text, target.user->passwordHash);
             },
         .secret = true,
         .hidden = true},
        {.group = GroupKind::User,
         .name = "token",
         .type = "token digest",
         .unset = "none: the user has no bearer token",
         .allowed = "the digest that vitrine --new-token prints",
         .doc = "The digest of a bearer token, for programs.",
         .set =
             [](Target target, const std::string& text) {
                 return parseTokenDigest(text, target.user->tokenHash);
             },
         .secret = true,
         .hidden = true},
        {.group = GroupKind::User,
         .name = "role",
         .type = "word",
         .defaultText = roles.front(),
         .allowed = util::join(roles),
         .doc = "Whether the user may only watch, or also see who watches, end views, give links "
                "and debug.",
         .set =
             [roles](Target target, const std::string& text) {
                 std::size_t place = 0;
                 auto reason = parseWord(text, roles, place);
                 if (reason.empty())
                     target.user->role = static_cast<Role>(place);
                 return reason;
             }},
        {.group = GroupKind::User,
         .name = "cameras",
         .type = "list of cameras",
         .unset = "all of them",
         .allowed = "ids of cameras, at least one, separated by ';'",
         .doc = "The only cameras that there are for this user.",
         .set =
             [](Target target, const std::string& text) {
                 return parseCameraIds(text, target.user->cameras);
             }},
    };
}

} // namespace vitrine::config
