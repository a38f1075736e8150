// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/Trouble.hpp"

#include <libsoup/soup.h>

#include <chrono>
#include <string>
#include <string_view>

/// Answers of every kind, each with the headers that keep a browser out of trouble.
/// Thread: main.
namespace vitrine::http {

// RFC 6585, which libsoup has no names for.
inline constexpr unsigned kTooManyRequests = 429;
inline constexpr unsigned kHeadersTooLarge = 431;

/// Sends a body.
void reply(SoupServerMessage* message, unsigned status, const char* contentType,
           std::string_view body);

/// Sends no body.
void replyEmpty(SoupServerMessage* message, unsigned status);

/// Sends a body that lives as long as the program, without copying it.
void replyStatic(SoupServerMessage* message, const char* contentType, GBytes* body);

/// Sends an application/problem+json body (RFC 9457) with the status' standard title.
void problem(SoupServerMessage* message, unsigned status, const std::string& detail);

/// The same with a Retry-After header: what is refused now may be had then.
void problem(SoupServerMessage* message, unsigned status, const std::string& detail,
             std::chrono::seconds retryAfter);

/// What a viewer's trouble is: the sentence as the detail, and its code and setting beside it.
void problem(SoupServerMessage* message, unsigned status, const signalling::Trouble& trouble);

/// A whole HTTP/1.1 answer with such a body, a Retry-After for 429 and the connection's end, for
/// who has not even asked yet or does not come to an end.
std::string problemAnswer(unsigned status, const std::string& detail);

/// Sends the client to another URL with the same request (307).
void redirect(SoupServerMessage* message, const std::string& url);

/// Says that the method is not for this resource; `allowed` is the Allow header.
void methodNotAllowed(SoupServerMessage* message, const char* allowed);

} // namespace vitrine::http
