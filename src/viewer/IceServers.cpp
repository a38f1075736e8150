// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/IceServers.hpp"

#include "gst/Ref.hpp"

#include <glib.h>

#include <array>

namespace vitrine::viewer {
namespace {

using Time = std::chrono::system_clock::time_point;

// The draft's recommendation. A server looks at it when a viewer comes; who stays longer has its
// allocation renewed.
constexpr std::chrono::hours kLife{24};

constexpr std::string_view kSlashes = "://";

// "turn" or "turns", "host:port" and "?transport=…" of "turn://user:password@host:port?…".
struct Parts {
    std::string_view scheme;
    std::string_view user;
    std::string_view where;
    std::string_view transport;
};

Parts partsOf(std::string_view url) {
    Parts parts;
    const auto slashes = url.find(kSlashes);
    parts.scheme = url.substr(0, slashes);
    url.remove_prefix(slashes + kSlashes.size());
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        parts.user = url.substr(0, at);
        url.remove_prefix(at + 1);
    }
    const auto question = url.find('?');
    parts.where = url.substr(0, question);
    if (question != std::string_view::npos)
        parts.transport = url.substr(question);
    return parts;
}

std::string escaped(const std::string& text) {
    const gst::CharPtr out(g_uri_escape_string(text.c_str(), nullptr, FALSE));
    return out.get();
}

std::string base64OfHmacSha1(std::string_view key, std::string_view message) {
    const gst::Unique<GHmac, g_hmac_unref> hmac(
        g_hmac_new(G_CHECKSUM_SHA1, reinterpret_cast<const guchar*>(key.data()), key.size()));
    g_hmac_update(hmac.get(), reinterpret_cast<const guchar*>(message.data()),
                  static_cast<gssize>(message.size()));
    std::array<guint8, 20> digest{};
    gsize size = digest.size();
    g_hmac_get_digest(hmac.get(), digest.data(), &size);
    const gst::CharPtr text(g_base64_encode(digest.data(), size));
    return text.get();
}

// Over both, where the configuration does not say which: UDP is faster, and TCP comes through where
// no UDP does.
std::vector<std::string> viewersUrls(const Parts& parts) {
    const auto url = std::string(parts.scheme) + ':' + std::string(parts.where);
    if (!parts.transport.empty())
        return {url + std::string(parts.transport)};
    if (parts.scheme == "turns")
        return {url + "?transport=tcp"};
    return {url + "?transport=udp", url + "?transport=tcp"};
}

} // namespace

TurnLogin turnLogin(std::string_view secret, std::string_view name, Time now) {
    const auto end =
        std::chrono::duration_cast<std::chrono::seconds>((now + kLife).time_since_epoch());
    auto user = std::to_string(end.count()) + ':' + std::string(name);
    auto password = base64OfHmacSha1(secret, user);
    return {std::move(user), std::move(password)};
}

std::vector<IceServer> iceServersFor(const IceSettings& settings, std::string_view name, Time now) {
    std::vector<IceServer> servers;
    if (!settings.stunServer.empty())
        servers.push_back({{"stun:" + std::string(partsOf(settings.stunServer).where)}, {}, {}});
    IceServer turn;
    for (const auto& url : settings.turnServers)
        if (const auto parts = partsOf(url); parts.user.empty())
            for (auto& each : viewersUrls(parts))
                turn.urls.push_back(std::move(each));
    if (turn.urls.empty())
        return servers;
    auto [user, password] = turnLogin(settings.turnSecret, name, now);
    turn.username = std::move(user);
    turn.credential = std::move(password);
    servers.push_back(std::move(turn));
    return servers;
}

std::vector<std::string> turnUrlsFor(const IceSettings& settings, std::string_view name, Time now) {
    std::vector<std::string> urls;
    for (const auto& url : settings.turnServers) {
        const auto parts = partsOf(url);
        if (parts.scheme == "turns")
            continue; // for viewers: libnice would talk to it in the open
        if (!parts.user.empty()) {
            urls.push_back(url);
            continue;
        }
        const auto login = turnLogin(settings.turnSecret, name, now);
        urls.push_back(std::string(parts.scheme) + std::string(kSlashes) + escaped(login.user) +
                       ':' + escaped(login.password) + '@' + std::string(parts.where) +
                       std::string(parts.transport));
    }
    return urls;
}

} // namespace vitrine::viewer
