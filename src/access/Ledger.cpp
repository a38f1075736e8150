// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/Ledger.hpp"

#include "access/LedgerFile.hpp"
#include "access/Secret.hpp"
#include "util/Log.hpp"

#include <glib/gstdio.h>

#include <algorithm>

namespace vitrine::access {
namespace {

constexpr std::size_t kIdBytes = 12;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kKeyText = 43; // its base64url
constexpr char kBetween = '.';

const char* purposeOf(Grant::Kind kind) {
    return kind == Grant::Kind::Session ? "session:" : "link:";
}

/// The key that is there, or a new one.
std::string keyIn(const std::string& path) {
    const auto there = readPrivate(path);
    if (there && there.value().size() == kKeyText)
        return there.value();
    if (!there || !there.value().empty())
        util::log::warning("access", path, ": ", there ? "this is no key" : there.error().message,
                           "; sessions and links that were given out before do not hold any more");
    auto key = randomText(kKeyBytes);
    if (const auto problem = writePrivate(path, key); !problem.empty())
        util::log::warning("access", problem, "; sessions and links end with this process");
    return key;
}

} // namespace

Ledger::Ledger(const std::string& folder, WallTime now)
    : file_(folder.empty() ? "" : folder + "/grants.json")
    , key_(folder.empty() ? randomText(kKeyBytes) : keyIn(folder + "/access.key")) {
    if (file_.empty())
        return;
    const auto text = readPrivate(file_);
    if (text && text.value().empty())
        return;
    const auto grants = text ? readLedger(text.value()) : text.error();
    if (!grants)
        util::log::warning("access", file_, ": ", grants.error().message,
                           "; all sessions and links are taken back");
    else
        for (const auto& grant : grants.value())
            grants_.emplace(grant.id, grant);
    std::erase_if(grants_, [&](const auto& entry) { return now >= entry.second.end; });
}

std::string Ledger::textOf(const Grant& grant) const {
    return grant.id + kBetween + signature(key_, purposeOf(grant.kind) + grant.id);
}

std::optional<std::string> Ledger::give(Grant grant, WallTime now) {
    std::erase_if(grants_, [&](const auto& entry) { return now >= entry.second.end; });
    if (!makeRoomFor(grant))
        return std::nullopt;
    grant.id = randomText(kIdBytes);
    grant.made = now;
    auto text = textOf(grant);
    grants_.emplace(grant.id, std::move(grant));
    save();
    return text;
}

// Each user has a share of their own, so that nobody takes the others'.
bool Ledger::makeRoomFor(const Grant& grant) {
    std::size_t count = 0;
    auto oldest = grants_.end();
    for (auto each = grants_.begin(); each != grants_.end(); ++each) {
        if (each->second.kind != grant.kind || each->second.user != grant.user)
            continue;
        ++count;
        if (oldest == grants_.end() || each->second.made < oldest->second.made)
            oldest = each;
    }
    if (grant.kind == Grant::Kind::Link)
        return count < kMostLinks;
    if (count >= kMostSessions)
        grants_.erase(oldest);
    return true;
}

std::optional<Grant> Ledger::find(Grant::Kind kind, std::string_view text, WallTime now) const {
    auto grant = findById(kind, text.substr(0, text.find(kBetween)), now);
    if (grant && !sameSecret(textOf(*grant), text))
        grant.reset();
    return grant;
}

std::optional<Grant> Ledger::findById(Grant::Kind kind, std::string_view id, WallTime now) const {
    const auto found = grants_.find(id);
    if (found == grants_.end() || found->second.kind != kind || now >= found->second.end)
        return std::nullopt;
    return found->second;
}

bool Ledger::takeBack(Grant::Kind kind, std::string_view id) {
    const auto found = grants_.find(id);
    if (found == grants_.end() || found->second.kind != kind)
        return false;
    grants_.erase(found);
    save();
    return true;
}

std::vector<Grant> Ledger::all(Grant::Kind kind, WallTime now) const {
    std::vector<Grant> some;
    for (const auto& [id, grant] : grants_)
        if (grant.kind == kind && now < grant.end)
            some.push_back(grant);
    std::stable_sort(some.begin(), some.end(),
                     [](const auto& a, const auto& b) { return a.made < b.made; });
    return some;
}

void Ledger::keepOnly(const std::function<bool(const Grant&)>& holds) {
    if (std::erase_if(grants_, [&](const auto& entry) { return !holds(entry.second); }) > 0)
        save();
}

void Ledger::save() const {
    if (file_.empty())
        return;
    std::vector<Grant> grants;
    grants.reserve(grants_.size());
    for (const auto& [id, grant] : grants_)
        grants.push_back(grant);
    const auto problem = writePrivate(file_, ledgerText(grants));
    if (problem.empty())
        return;
    // An old list would bring back what was taken back.
    g_unlink(file_.c_str());
    util::log::warning("access", problem, "; sessions and links end with this process");
}

} // namespace vitrine::access
