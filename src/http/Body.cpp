// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Body.hpp"

#include "gst/Ref.hpp"

namespace vitrine::http {

std::string bodyOf(SoupServerMessage* message) {
    const gst::Unique<GBytes, g_bytes_unref> bytes(
        soup_message_body_flatten(soup_server_message_get_request_body(message)));
    gsize size = 0;
    const auto* data = static_cast<const char*>(g_bytes_get_data(bytes.get(), &size));
    return data ? std::string(data, size) : std::string{};
}

} // namespace vitrine::http
