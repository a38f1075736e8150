// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Parting.hpp"

#include "util/Text.hpp"

namespace vitrine::signalling {
namespace {

constexpr std::size_t kMostReason = 120; // a control frame holds 125 bytes (RFC 6455, section 5.5)

} // namespace

void part(gst::Ref<SoupWebsocketConnection> socket, unsigned short code,
          const std::string& reason) {
    if (soup_websocket_connection_get_state(socket.get()) == SOUP_WEBSOCKET_STATE_CLOSED)
        return;
    if (soup_websocket_connection_get_state(socket.get()) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close(socket.get(), code,
                                        util::shorten(reason, kMostReason).c_str());
    // "closed" is emitted once, whatever happens; the reference goes with it.
    auto* kept = socket.release();
    g_signal_connect(kept, "closed", G_CALLBACK(g_object_unref), nullptr);
}

} // namespace vitrine::signalling
