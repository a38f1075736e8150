// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/AccessRequest.hpp"

#include "signalling/RequestBody.hpp"

namespace vitrine::signalling {
namespace {

constexpr const char* kRightSignIn = R"(send {"user":"NAME","password":"PASSWORD"})";
constexpr const char* kRightLink = R"(send {"camera":"ID","seconds":3600})";
constexpr std::size_t kMostPassword = 512; // CRYPT_MAX_PASSPHRASE_SIZE

} // namespace

util::Result<SignIn> parseSignIn(std::string_view text) {
    const auto body = RequestBody::parse(text, kRightSignIn);
    if (!body)
        return body.error();
    auto user = body.value().text("user");
    auto password = body.value().text("password");
    if (!user || !password || body.value().size() != 2)
        return body.value().wrong("there are not \"user\" and \"password\" with texts alone");
    if (password->size() >= kMostPassword)
        return body.value().wrong("a password has at most 511 bytes");
    return SignIn{std::move(*user), std::move(*password)};
}

util::Result<LinkRequest> parseLinkRequest(std::string_view text) {
    const auto body = RequestBody::parse(text, kRightLink);
    if (!body)
        return body.error();
    auto camera = body.value().text("camera");
    const auto seconds = body.value().number("seconds");
    if (!camera || !seconds || body.value().size() != 2)
        return body.value().wrong(
            "there are not \"camera\" with a text and \"seconds\" with a whole number alone");
    if (*seconds < kShortestLink.count() || *seconds > kLongestLink.count())
        return body.value().wrong("a link holds for 60 to " + std::to_string(kLongestLink.count()) +
                                  " seconds");
    return LinkRequest{std::move(*camera), std::chrono::seconds(*seconds)};
}

} // namespace vitrine::signalling
