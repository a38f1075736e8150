// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

namespace vitrine::http {

/// Tells the debug log of every request of this server what was asked, by whom, and what was
/// answered. Thread: main.
void tellRequests(SoupServer* server);

} // namespace vitrine::http
