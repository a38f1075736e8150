// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/HttpReply.hpp"

#include "config/Endpoint.hpp"
#include "gst/Ref.hpp"

#include <algorithm>
#include <charconv>

namespace vitrine::publish {
namespace {

constexpr std::chrono::seconds kLongestRest{3600};

/// One link: its target and its parameters (RFC 8288, section 3).
struct Link {
    std::string target;
    gst::Unique<GHashTable, soup_header_free_param_list> parameters;

    std::string parameter(const char* name) const {
        const auto* value = static_cast<const char*>(g_hash_table_lookup(parameters.get(), name));
        return value ? value : "";
    }
};

std::optional<Link> readLink(std::string_view text) {
    if (text.empty() || text.front() != '<')
        return std::nullopt;
    const auto end = text.find('>');
    if (end == std::string_view::npos)
        return std::nullopt;
    auto rest = text.substr(end + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of("; \t"), rest.size()));
    return Link{std::string{text.substr(1, end - 1)},
                gst::Unique<GHashTable, soup_header_free_param_list>(
                    soup_header_parse_semi_param_list(std::string{rest}.c_str()))};
}

// A user or password in a URL.
std::string escaped(const std::string& text) {
    return gst::CharPtr(g_uri_escape_string(text.c_str(), nullptr, FALSE)).get();
}

// "host:port?query" of "stun:host:port" with the scheme's usual port, empty where it is no such
// thing.
std::string hostOf(std::string_view url, std::string_view scheme) {
    if (!url.starts_with(scheme))
        return {};
    url.remove_prefix(scheme.size());
    const auto query = url.substr(std::min(url.find('?'), url.size()));
    const auto host = url.substr(0, url.size() - query.size());
    const bool known = query.empty() || query == "?transport=udp" || query == "?transport=tcp";
    if (!known || !config::checkHostAndPort(host, config::PortIs::Optional).empty())
        return {};
    const bool hasPort = config::cutEndpoint(host)->port.has_value();
    return std::string{host} + (hasPort ? "" : ":3478") + std::string{query};
}

void take(IceServers& servers, const Link& link) {
    if (link.parameter("rel") != "ice-server")
        return;
    if (const auto host = hostOf(link.target, "stun:"); !host.empty() && servers.stun.empty())
        servers.stun = "stun://" + host;
    const auto user = link.parameter("username");
    const auto password = link.parameter("credential");
    const auto host = hostOf(link.target, "turn:");
    if (!host.empty() && !user.empty() && !password.empty() && servers.turn.empty())
        servers.turn = "turn://" + escaped(user) + ":" + escaped(password) + "@" + host;
}

std::string headerOf(SoupMessageHeaders* headers, const char* name) {
    const auto* value = soup_message_headers_get_list(headers, name);
    return value ? value : "";
}

// With a scheme but no host it leads nowhere, and GLib complains of what is left of "x:/..//y".
bool isWithoutHost(const std::string& reference) {
    char* scheme = nullptr;
    char* host = nullptr;
    g_uri_split(reference.c_str(), G_URI_FLAGS_ENCODED, &scheme, nullptr, &host, nullptr, nullptr,
                nullptr, nullptr, nullptr);
    const gst::CharPtr freed[]{gst::CharPtr(scheme), gst::CharPtr(host)};
    return scheme && !host;
}

} // namespace

HttpReply readReply(unsigned status, SoupMessageHeaders* headers, std::int64_t now) {
    HttpReply reply;
    reply.status = status;
    if (const auto* type = soup_message_headers_get_content_type(headers, nullptr))
        reply.contentType = gst::CharPtr(g_ascii_strdown(type, -1)).get();
    reply.location = headerOf(headers, "Location");
    reply.etag = headerOf(headers, "ETag");
    if (auto links = headerOf(headers, "Link"); !links.empty())
        reply.links = {std::move(links)};
    if (const auto after = headerOf(headers, "Retry-After"); !after.empty())
        reply.retryAfter = readRetryAfter(after, now);
    return reply;
}

std::string resolveUrl(const std::string& base, const std::string& reference) {
    if (reference.empty() || isWithoutHost(reference))
        return {};
    const gst::CharPtr url(
        g_uri_resolve_relative(base.c_str(), reference.c_str(), G_URI_FLAGS_ENCODED, nullptr));
    const std::string text = url ? url.get() : "";
    if (!text.starts_with("https://") && !text.starts_with("http://"))
        return {};
    // GLib escapes them in a path, and leaves them in a host, which comes into the log.
    if (std::any_of(text.begin(), text.end(), [](char c) { return g_ascii_iscntrl(c); }))
        return {};
    // libsoup complains of one without a host.
    const gst::Unique<GUri, g_uri_unref> parts(
        g_uri_parse(text.c_str(), static_cast<GUriFlags>(SOUP_HTTP_URI_FLAGS), nullptr));
    const auto* host = parts ? g_uri_get_host(parts.get()) : nullptr;
    return host && *host ? text : std::string{};
}

std::optional<std::chrono::seconds> readRetryAfter(std::string_view value, std::int64_t now) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error != std::errc{} || end != value.data() + value.size()) {
        const gst::Unique<GDateTime, g_date_time_unref> date(
            soup_date_time_new_from_http_string(std::string{value}.c_str()));
        if (!date)
            return std::nullopt;
        seconds = g_date_time_to_unix(date.get()) - now;
    }
    return std::clamp(std::chrono::seconds{seconds}, std::chrono::seconds{0}, kLongestRest);
}

IceServers readIceServers(const std::vector<std::string>& links) {
    IceServers servers;
    for (const auto& header : links) {
        auto* list = soup_header_parse_list(header.c_str());
        for (const auto* each = list; each; each = each->next)
            if (const auto link = readLink(static_cast<const char*>(each->data)))
                take(servers, *link);
        soup_header_free_list(list);
    }
    return servers;
}

} // namespace vitrine::publish
