// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include <string_view>

/// The viewer page and its assets, from the resource in the binary. Thread: main.
namespace vitrine::http {

/// Sends the page; `status` is 404 when it is to say that there is no such camera.
void replyPage(SoupServerMessage* message, unsigned status);

/// Sends an asset of the page, or 404.
void replyAsset(SoupServerMessage* message, std::string_view name);

} // namespace vitrine::http
