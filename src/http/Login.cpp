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
#include "util/Text.hpp"

#include <chrono>
#include <utility>

namespace vitrine::http {
namespace {

constexpr std::chrono::seconds kRetryAttempt{10};
constexpr std::chrono::seconds kRetryBusy{2};

void tooMany(SoupServerMessage* message, std::chrono::seconds retry) {
    problem(message, kTooManyRequests, "too many passwords were tried; wait a little", retry);
}

} // namespace

void Login::show(SoupServerMessage* message) const {
    const auto rights = gate_.rightsOf(message);
    const bool open = gate_.doorman().isOpen();
    reply(message, SOUP_STATUS_OK, "application/json", jsonText([&](JsonBuilder* json) {
              json_builder_begin_object(json);
              json_builder_set_member_name(json, "open");
              json_builder_add_boolean_value(json, open);
              json_builder_set_member_name(json, "user");
              if (rights.any() && !open)
                  json_builder_add_string_value(json, rights.who().c_str());
              else
                  json_builder_add_null_value(json);
              json_builder_set_member_name(json, "role");
              if (rights.any())
                  json_builder_add_string_value(json, rights.mayOperateAny() ? "operate" : "view");
              else
                  json_builder_add_null_value(json);
              json_builder_set_member_name(json, "signedIn");
              json_builder_add_boolean_value(
                  json, gate_.doorman().bySession(Gate::sessionOf(message)).any());
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
    auto hash = exists ? user->passwordHash : accounts.anyPasswordHash();
    auto later = std::make_shared<Postponed>(message);
    const bool asked = clerk_->ask(std::move(wish.password), std::move(hash),
                                   [this, later, name = wish.user, exists](bool fits) {
                                       later->answer([&](SoupServerMessage* waiting) {
                                           decide(waiting, name, exists && fits);
                                       });
                                   });
    if (!asked)
        later->answer([](SoupServerMessage* waiting) { tooMany(waiting, kRetryBusy); });
}

void Login::decide(SoupServerMessage* message, const std::string& user, bool fits) const {
    const auto shown = util::shorten(user, 64);
    const auto session = fits ? gate_.doorman().beginSession(user) : std::nullopt;
    if (!fits) {
        util::log::warning("http", "a wrong name or password for \"", shown, "\" from ",
                           remoteHost(message));
        return problem(message, SOUP_STATUS_FORBIDDEN, "the name or the password is wrong");
    }
    if (!session)
        return problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE,
                       "there are too many sessions and links; take some back");
    util::log::info("http", shown, " signed in from ", remoteHost(message));
    replyEmpty(message, SOUP_STATUS_NO_CONTENT);
    setCookie(message, {Gate::kSessionCookie, *session}, SameSite::Strict,
              access::Doorman::kSessionTime);
}

void Login::end(SoupServerMessage* message) const {
    gate_.doorman().endSession(Gate::sessionOf(message));
    replyEmpty(message, SOUP_STATUS_NO_CONTENT);
    setCookie(message, {Gate::kSessionCookie, ""}, SameSite::Strict, std::chrono::seconds{0});
}

} // namespace vitrine::http
