// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Login.hpp"

#include "http/Body.hpp"
#include "http/Cookies.hpp"
#include "http/Entrance.hpp"
#include "http/Json.hpp"
#include "http/Postponed.hpp"
#include "http/Reply.hpp"
#include "signalling/AccessRequest.hpp"
#include "util/Log.hpp"

#include <chrono>
#include <utility>

namespace vitrine::http {
namespace {

constexpr std::chrono::seconds kRetryAttempt{10};
constexpr std::chrono::seconds kRetryBusy{2};

void tooMany(SoupServerMessage* message, std::chrono::seconds retry) {
    problem(message, kTooManyRequests, "too many passwords were tried; wait a little", retry);
}

std::string roleOf(const access::Rights& rights) {
    if (!rights.any())
        return {};
    return rights.mayOperateAny() ? "operate" : "view";
}

} // namespace

void Login::show(SoupServerMessage* message) const {
    const auto rights = gate_.rightsOf(message);
    const bool open = gate_.doorman().isOpen();
    reply(message, SOUP_STATUS_OK, "application/json", jsonText([&](JsonBuilder* json) {
              json_builder_begin_object(json);
              addFlag(json, "open", open);
              addTextOrNull(json, "user", rights.who());
              addTextOrNull(json, "role", roleOf(rights));
              addFlag(json, "signedIn", gate_.doorman().bySession(Gate::sessionOf(message)).any());
              json_builder_end_object(json);
          }));
}

void Login::begin(SoupServerMessage* message) {
    if (gate_.doorman().isOpen())
        return problem(message, SOUP_STATUS_CONFLICT,
                       "there are no users here: everybody may watch; add a [user NAME] to the "
                       "configuration");
    auto request = signalling::parseSignIn(bodyOf(message));
    if (!request)
        return problem(message, SOUP_STATUS_BAD_REQUEST, request.error().message);
    if (!attempts_.allows(remoteHost(message)))
        return tooMany(message, kRetryAttempt);
    if (!clerk_)
        clerk_ = std::make_unique<access::PasswordClerk>();
    auto& wish = request.value();
    const auto& accounts = gate_.doorman().accounts();
    const auto* user = accounts.find(wish.user);
    const bool exists = user && !user->passwordHash.empty();
    const auto hash = exists ? user->passwordHash : accounts.somebodysHash(wish.user);
    auto later = std::make_shared<Postponed>(message);
    const bool asked = clerk_->ask(
        std::move(wish.password), hash, [this, later, name = wish.user, hash](bool fits) {
            later->answer([&](SoupServerMessage* waiting) { decide(waiting, name, hash, fits); });
        });
    if (!asked)
        later->answer([](SoupServerMessage* waiting) { tooMany(waiting, kRetryBusy); });
}

// By what holds now: the password may have become another while it was being tried.
void Login::decide(SoupServerMessage* message, const std::string& name, const std::string& hash,
                   bool fits) const {
    const auto* user = gate_.doorman().accounts().find(name);
    const bool right = fits && user && user->passwordHash == hash;
    const auto session = right ? gate_.doorman().beginSession(name) : std::nullopt;
    if (!session) {
        // A name there is none of is no word for a log: it may be a password, or anything.
        util::log::warning(util::log::About("http").alwaysTold(), "a wrong password for ",
                           user ? name : "nobody's name", " from ", remoteHost(message));
        return problem(message, SOUP_STATUS_FORBIDDEN, "the name or the password is wrong");
    }
    util::log::info(util::log::About("http").alwaysTold(), name, " signed in from ",
                    remoteHost(message));
    replyEmpty(message, SOUP_STATUS_NO_CONTENT);
    gate_.setCookie(message, {Gate::kSessionCookie, *session}, SameSite::Strict,
                    access::Doorman::kSessionTime);
}

void Login::end(SoupServerMessage* message) const {
    gate_.doorman().endSession(Gate::sessionOf(message));
    onTakenBack_();
    replyEmpty(message, SOUP_STATUS_NO_CONTENT);
    gate_.setCookie(message, {Gate::kSessionCookie, ""}, SameSite::Strict, std::chrono::seconds{0});
}

} // namespace vitrine::http
