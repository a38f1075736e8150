// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include <string>

namespace vitrine::http {

/// What a request brings with it, whole; empty when that is nothing. Thread: main.
std::string bodyOf(SoupServerMessage* message);

} // namespace vitrine::http
