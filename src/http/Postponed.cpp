// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Postponed.hpp"

#include <utility>

namespace vitrine::http {

Postponed::Postponed(SoupServerMessage* message)
    : message_(message, gst::share)
    , finished_(gst::Connection::to(message, "finished",
                                    std::function<void(SoupServerMessage*)>(
                                        [this](SoupServerMessage*) { message_.reset(); }))) {
    soup_server_message_pause(message);
}

void Postponed::answer(const std::function<void(SoupServerMessage*)>& fill) {
    const auto message = std::exchange(message_, {});
    if (!message)
        return;
    finished_.disconnect();
    fill(message.get());
    soup_server_message_unpause(message.get());
}

} // namespace vitrine::http
