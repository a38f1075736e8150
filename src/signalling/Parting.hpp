// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <libsoup/soup.h>

#include <string>

namespace vitrine::signalling {

/// Closes a WebSocket after what was sent has left, and lets it live until then: nobody else has
/// to keep it for that. libsoup gives a peer that does not answer the close 5 s.
///
/// Thread: main.
void part(gst::Ref<SoupWebsocketConnection> socket, unsigned short code, const std::string& reason);

} // namespace vitrine::signalling
