// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/Farewells.hpp"

#include <utility>

namespace vitrine::publish {

void Farewells::say(std::string session, std::string token) {
    if (open_.size() == kMost)
        open_.erase(open_.begin());
    open_.push_back({std::move(session), std::move(token)});
    send(open_.back(), [](const auto&) {}).release();
}

HttpClient::Call Farewells::sayAgain(std::function<void(const util::Result<HttpReply>&)> told) {
    return send(open_.back(), std::move(told));
}

HttpClient::Call Farewells::send(const Farewell& farewell, HttpClient::Answered answered) {
    HttpClient::Request request;
    request.method = "DELETE";
    request.url = farewell.session;
    request.token = farewell.token;
    return http_.send(request, [self = shared_from_this(), session = farewell.session,
                                answered = std::move(answered)](const auto& result) {
        // Whatever it answers, it knows; and there is no other way to reach a URL that is none.
        if (result || result.error().code != "unreachable")
            std::erase_if(self->open_, [&](const auto& each) { return each.session == session; });
        answered(result);
    });
}

} // namespace vitrine::publish
