// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/RequestStory.hpp"

#include "gst/Story.hpp"
#include "util/Text.hpp"

#include <string>
#include <string_view>

namespace vitrine::http {
namespace {

constexpr std::size_t kMostPath = 200;

// Without what may be the key of a session: the end of a path of WHEP's; the query.
std::string withoutKey(const std::string& path) {
    constexpr std::string_view whep = "/whep/";
    const auto at = path.find(whep);
    return at == std::string::npos ? path : path.substr(0, at + whep.size()) + "…";
}

void tell(SoupServerMessage* message, const char* end) {
    const auto* host = soup_server_message_get_remote_host(message);
    const std::string name = host ? host : "nobody";
    auto* uri = soup_server_message_get_uri(message);
    const std::string path = uri ? g_uri_get_path(uri) : "";
    gst::Story(gst::Room::Http, name)
        .debug(soup_server_message_get_method(message), " ",
               util::shorten(withoutKey(path), kMostPath), ": ",
               soup_server_message_get_status(message), end);
}

} // namespace

void tellRequests(SoupServer* server) {
    g_signal_connect(
        server, "request-finished",
        G_CALLBACK(+[](SoupServer*, SoupServerMessage* message, gpointer) { tell(message, ""); }),
        nullptr);
    g_signal_connect(server, "request-aborted",
                     G_CALLBACK(+[](SoupServer*, SoupServerMessage* message, gpointer) {
                         tell(message, ", and it was not read to its end");
                     }),
                     nullptr);
}

} // namespace vitrine::http
