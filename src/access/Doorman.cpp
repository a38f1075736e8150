// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/Doorman.hpp"

#include "access/PasswordHash.hpp"
#include "access/Secret.hpp"
#include "util/Log.hpp"

#include <utility>

namespace vitrine::access {
namespace {

WallTime wallNow() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// A session holds as long as the password does with which it began.
std::string stampOf(const config::User& user) {
    return sha256(user.passwordHash);
}

// What a holder begins with.
constexpr std::string_view kSession = "session ";
constexpr std::string_view kLink = "link ";
constexpr std::string_view kToken = "token ";
constexpr std::size_t kSaltBytes = 16;

/// The rest of a text behind its start, or nothing when it has another.
std::optional<std::string_view> behind(std::string_view start, std::string_view text) {
    if (!text.starts_with(start))
        return std::nullopt;
    return text.substr(start.size());
}

} // namespace

Doorman::Doorman(std::vector<config::User> users, const std::string& folder)
    : salt_(randomText(kSaltBytes))
    , ledger_(folder, wallNow()) {
    setUsers(std::move(users));
}

void Doorman::setUsers(std::vector<config::User> users) {
    for (const auto& user : users)
        if (!user.passwordHash.empty() && !isKnownHash(user.passwordHash))
            util::log::warning("access", "[user ", user.name,
                               "] password is a hash of a method that this system does not know; "
                               "nobody signs in with it");
    accounts_ = Accounts(std::move(users), salt_);
    ledger_.keepOnly([this](const Grant& grant) {
        return grant.kind == Grant::Kind::Session ? ofSession(grant).any() : ofLink(grant).any();
    });
}

Rights Doorman::byToken(std::string_view token) const {
    return ofTokenDigest(sha256(token));
}

Rights Doorman::bySession(std::string_view text) const {
    return ofSession(ledger_.find(Grant::Kind::Session, text, wallNow()));
}

Rights Doorman::byLink(std::string_view text) const {
    return ofLink(ledger_.find(Grant::Kind::Link, text, wallNow()));
}

Rights Doorman::ofSession(const std::optional<Grant>& grant) const {
    const auto* user = grant ? accounts_.find(grant->user) : nullptr;
    return user && stampOf(*user) == grant->stamp ? Rights(std::string(kSession) + grant->id, *user)
                                                  : Rights();
}

Rights Doorman::ofTokenDigest(std::string_view digest) const {
    const auto* user = accounts_.findByTokenDigest(digest);
    return user ? Rights(std::string(kToken) + std::string(digest), *user) : Rights();
}

// A link reaches no further than who gave it.
Rights Doorman::ofLink(const std::optional<Grant>& grant) const {
    const auto* giver = grant ? accounts_.find(grant->user) : nullptr;
    if (!giver || !Rights({}, *giver).mayOperate(grant->camera))
        return {};
    return {std::string(kLink) + grant->id, giver->name + "'s link", grant->camera};
}

bool Doorman::stillMayWatch(std::string_view holder, std::string_view camera) const {
    if (isOpen())
        return true;
    if (const auto id = behind(kLink, holder))
        return ofLink(ledger_.findById(Grant::Kind::Link, *id, wallNow())).mayWatch(camera);
    if (const auto id = behind(kSession, holder))
        return ofSession(ledger_.findById(Grant::Kind::Session, *id, wallNow())).mayWatch(camera);
    const auto digest = behind(kToken, holder);
    return digest && ofTokenDigest(*digest).mayWatch(camera);
}

std::optional<std::string> Doorman::beginSession(const std::string& user) {
    const auto* account = accounts_.find(user);
    if (!account)
        return std::nullopt;
    const auto now = wallNow();
    Grant grant;
    grant.kind = Grant::Kind::Session;
    grant.user = user;
    grant.stamp = stampOf(*account);
    grant.end = now + kSessionTime;
    return ledger_.give(std::move(grant), now);
}

void Doorman::endSession(std::string_view text) {
    if (const auto grant = ledger_.find(Grant::Kind::Session, text, wallNow()))
        ledger_.takeBack(Grant::Kind::Session, grant->id);
}

std::optional<Doorman::Link> Doorman::giveLink(const std::string& camera, const std::string& user,
                                               std::chrono::seconds duration) {
    const auto now = wallNow();
    Grant grant;
    grant.kind = Grant::Kind::Link;
    grant.user = user;
    grant.camera = camera;
    grant.end = now + duration;
    const auto text = ledger_.give(std::move(grant), now);
    if (!text)
        return std::nullopt;
    return Link{*ledger_.find(Grant::Kind::Link, *text, now), *text};
}

std::vector<Grant> Doorman::links() const {
    auto links = ledger_.all(Grant::Kind::Link, wallNow());
    std::erase_if(links, [&](const auto& link) { return !ofLink(link).any(); });
    return links;
}

bool Doorman::takeLinkBack(std::string_view id) {
    return ledger_.takeBack(Grant::Kind::Link, id);
}

} // namespace vitrine::access
