// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Source.hpp"

#include "config/Endpoint.hpp"
#include "util/Text.hpp"

#include <glib.h>

#include <algorithm>
#include <array>
#include <vector>

namespace vitrine::config {

namespace {

using Scheme = SourceUrl::Scheme;

struct SchemeName {
    std::string_view name;
    Scheme scheme;
    bool url;
};

constexpr std::array kSchemes{
    SchemeName{"test", Scheme::Test, false},           SchemeName{"v4l2", Scheme::V4l2, false},
    SchemeName{"libcamera", Scheme::Libcamera, false}, SchemeName{"rtsp", Scheme::Rtsp, true},
    SchemeName{"rtsps", Scheme::Rtsp, true},           SchemeName{"file", Scheme::File, false},
    SchemeName{"pipeline", Scheme::Pipeline, false},
};

util::Error wrong(std::string message) {
    return {"config", std::move(message)};
}

util::Error unknownScheme(std::string_view name) {
    std::vector<std::string> names;
    names.reserve(kSchemes.size());
    for (const auto& known : kSchemes)
        names.emplace_back(known.name);
    const auto nearest = util::nearestWord(name, names);
    std::string message = "unknown scheme \"" + util::shorten(name, 32) + ":\"";
    for (const auto& known : kSchemes)
        if (known.name == nearest)
            message += "; did you mean \"" + nearest + (known.url ? "://\"?" : ":\"?");
    return wrong(message + "; allowed: " + std::string{allowedSources()});
}

/// Reads `#transport=…&tls=…` into `source`. The fragment's text is repeated in errors only when
/// it cannot be the tail of a password.
std::optional<util::Error> readFragment(std::string_view fragment, bool tls, SourceUrl& source) {
    constexpr std::string_view kAllowed =
        "; allowed: transport=tcp, transport=udp, and tls=insecure for rtsps://, joined with &";
    if (fragment.find('@') != std::string_view::npos)
        return wrong("there is an '@' after the '#'; write a '#' in a password as %23");
    for (const auto& option : util::split(fragment, '&')) {
        if (option == "transport=tcp")
            source.rtspOverUdp = false;
        else if (option == "transport=udp")
            source.rtspOverUdp = true;
        else if (option == "tls=insecure" && tls)
            source.tlsInsecure = true;
        else if (option == "tls=insecure")
            return wrong("tls=insecure is for rtsps:// only");
        else
            return wrong("unknown option \"#" + util::shorten(option, 40) + "\"" +
                         std::string{kAllowed});
    }
    return std::nullopt;
}

util::Result<SourceUrl> parseRtsp(std::string_view scheme, std::string_view rest) {
    SourceUrl source{.scheme = Scheme::Rtsp};
    const std::string prefix = std::string{scheme} + "://";
    if (rest.substr(0, 2) != "//")
        return wrong(prefix + "host is missing its \"//\"");
    rest.remove_prefix(2);
    const auto hash = rest.find('#');
    const auto address = rest.substr(0, hash);
    if (hash != std::string_view::npos)
        if (auto error = readFragment(rest.substr(hash + 1), scheme == "rtsps", source))
            return *error;

    const auto pathAt = address.find_first_of("/?");
    auto authority = address.substr(0, pathAt);
    const auto path =
        pathAt == std::string_view::npos ? std::string_view{} : address.substr(pathAt);
    if (const auto at = authority.rfind('@'); at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    else if (const auto port = authority.find(':');
             port != std::string_view::npos && authority.front() != '[' &&
             !isPort(authority.substr(port + 1)) && path.find('@') != std::string_view::npos)
        return wrong("write a '/' in a user name or password as %2F, a '?' as %3F");
    if (authority.empty())
        return wrong("the host is missing; it should look like " + prefix +
                     "user:password@host:port/path");
    if (const auto error = checkHostAndPort(authority, PortIs::Optional); !error.empty())
        return wrong(error);
    if (address.find_first_of(" \t\r\n") != std::string_view::npos)
        return wrong("a URL has no blanks; write a blank as %20");
    source.target = prefix + std::string{address};
    return source;
}

util::Result<SourceUrl> parseV4l2(std::string_view path) {
    constexpr std::string_view kFolder = "/dev/";
    if (path.substr(0, kFolder.size()) != kFolder || path.size() == kFolder.size())
        return wrong("v4l2: needs a device, such as v4l2:/dev/video0");
    return SourceUrl{.scheme = Scheme::V4l2, .target = std::string{path}};
}

util::Result<SourceUrl> parseFile(std::string_view path) {
    // file:///path is how a file URL without a host is written (RFC 8089, section 2).
    if (path.substr(0, 3) == "///")
        path.remove_prefix(2);
    if (path.size() < 2 || path[0] != '/' || path[1] == '/')
        return wrong("file: needs an absolute path, such as file:/srv/film.mp4");
    return SourceUrl{.scheme = Scheme::File, .target = std::string{path}};
}

} // namespace

std::string_view allowedSources() noexcept {
    return "test:, v4l2:/dev/…, libcamera:[id], rtsp://…, rtsps://…, file:/path, "
           "pipeline:fragment";
}

util::Result<SourceUrl> parseSource(std::string_view text) {
    text = util::trim(text);
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return wrong("there is no scheme; allowed: " + std::string{allowedSources()});
    // Schemes are case-insensitive (RFC 3986, section 3.1).
    std::string name{text.substr(0, colon)};
    std::transform(name.begin(), name.end(), name.begin(), g_ascii_tolower);
    const auto rest = text.substr(colon + 1);
    const auto* const known = std::find_if(kSchemes.begin(), kSchemes.end(),
                                           [&](const auto& each) { return each.name == name; });
    if (known == kSchemes.end())
        return unknownScheme(name);

    switch (known->scheme) {
    case Scheme::Test:
        if (!rest.empty())
            return wrong("test: takes nothing after the colon");
        return SourceUrl{};
    case Scheme::V4l2:
        return parseV4l2(rest);
    case Scheme::Libcamera:
        return SourceUrl{.scheme = Scheme::Libcamera, .target = std::string{rest}};
    case Scheme::Rtsp:
        return parseRtsp(name, rest);
    case Scheme::File:
        return parseFile(rest);
    case Scheme::Pipeline:
        break;
    }
    const auto fragment = util::trim(rest);
    if (fragment.empty())
        return wrong("pipeline: needs a gst-launch fragment, such as pipeline:videotestsrc");
    return SourceUrl{.scheme = Scheme::Pipeline, .target = std::string{fragment}};
}

} // namespace vitrine::config
