// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The head of what a WHIP server answers, beginning with its status line.
#include "fuzz/Fuzz.hpp"

#include "gst/Ref.hpp"
#include "publish/HttpReply.hpp"

#include <algorithm>
#include <string>

using namespace vitrine;

namespace {

constexpr std::int64_t kNow = 784111777; // 1994

void checkUrl(const std::string& url, std::string_view scheme) {
    if (url.empty())
        return;
    fuzz::promise(url.starts_with(scheme), "the URL has the scheme that was meant");
    fuzz::promise(std::none_of(url.begin(), url.end(), [](char c) { return g_ascii_iscntrl(c); }),
                  "no control character comes into a URL");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // With the zero at its end that libsoup's own buffers have.
    const std::string text(fuzz::text(data, size));
    const gst::Unique<SoupMessageHeaders, soup_message_headers_unref> headers(
        soup_message_headers_new(SOUP_MESSAGE_HEADERS_RESPONSE));
    guint status = 0;
    if (!soup_headers_parse_response(text.data(), static_cast<int>(text.size()), headers.get(),
                                     nullptr, &status, nullptr))
        return 0;
    const auto reply = publish::readReply(status, headers.get(), kNow);
    if (reply.retryAfter)
        fuzz::promise(reply.retryAfter->count() >= 0 && reply.retryAfter->count() <= 3600,
                      "nobody is made to wait for ever");
    const auto session = publish::resolveUrl("https://sfu.example.org/whip/a?b", reply.location);
    checkUrl(session, "http");
    const auto servers = publish::readIceServers(reply.links);
    checkUrl(servers.stun, "stun://");
    checkUrl(servers.turn, "turn://");
    return 0;
}
