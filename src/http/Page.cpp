// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Page.hpp"

#include "gst/Ref.hpp"
#include "http/Reply.hpp"

#include <array>
#include <memory>

extern "C" { // generated C that does not say so itself
#include "WwwResources.h"
}

namespace vitrine::http {
namespace {

struct ContentType {
    std::string_view ending;
    const char* type;
};

constexpr std::array kContentTypes{
    ContentType{".html", "text/html; charset=utf-8"},
    ContentType{".css", "text/css; charset=utf-8"},
    ContentType{".js", "text/javascript; charset=utf-8"},
    ContentType{".svg", "image/svg+xml"},
};

const char* contentTypeOf(std::string_view name) {
    for (const auto& known : kContentTypes)
        if (name.ends_with(known.ending))
            return known.type;
    return "application/octet-stream";
}

constexpr std::string_view kFolder = "/org/vitrine/www/";

gst::Ref<GBytes> lookUp(std::string_view name) {
    const auto path = std::string(kFolder) + std::string(name);
    return {g_resource_lookup_data(vitrine_www_get_resource(), path.c_str(),
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr),
            gst::adopt};
}

std::string_view textOf(GBytes* bytes) {
    gsize size = 0;
    const auto* data = static_cast<const char*>(g_bytes_get_data(bytes, &size));
    return {data, size};
}

// Another for each other content of any file.
std::string versionOfAll() {
    const std::unique_ptr<GChecksum, decltype(&g_checksum_free)> sum(
        g_checksum_new(G_CHECKSUM_SHA256), g_checksum_free);
    const std::unique_ptr<char*, decltype(&g_strfreev)> names(
        g_resource_enumerate_children(vitrine_www_get_resource(), kFolder.data(),
                                      G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr),
        g_strfreev);
    for (char** name = names.get(); *name; ++name) {
        const auto bytes = lookUp(*name);
        const auto text = textOf(bytes.get());
        // With its length: what one file ends with is not what the next one begins with.
        g_checksum_update(sum.get(), reinterpret_cast<const guchar*>(*name), -1);
        g_checksum_update(sum.get(),
                          reinterpret_cast<const guchar*>(std::to_string(text.size()).c_str()), -1);
        g_checksum_update(sum.get(), reinterpret_cast<const guchar*>(text.data()),
                          static_cast<gssize>(text.size()));
    }
    constexpr std::size_t kEnough = 16;
    return std::string(g_checksum_get_string(sum.get())).substr(0, kEnough);
}

std::string replaceAll(std::string_view text, std::string_view what, std::string_view with) {
    std::string out;
    for (auto found = text.find(what); found != std::string_view::npos; found = text.find(what)) {
        out.append(text.substr(0, found)).append(with);
        text.remove_prefix(found + what.size());
    }
    return out.append(text);
}

} // namespace

Page::Page()
    : version_(versionOfAll())
    , html_(replaceAll(textOf(lookUp("index.html").get()), "\"/assets/",
                       "\"/assets/" + version_ + '/')) {}

void Page::reply(SoupServerMessage* message, unsigned status) const {
    http::reply(message, status, contentTypeOf("index.html"), html_);
}

void Page::replyAsset(SoupServerMessage* message, std::string_view name) const {
    const auto slash = name.find('/');
    const bool current = name.substr(0, slash) == version_;
    if (slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    const auto bytes = lookUp(name);
    if (!bytes)
        return problem(message, SOUP_STATUS_NOT_FOUND, "there is no such asset");
    replyStatic(message, contentTypeOf(name), bytes.get());
    if (current)
        soup_message_headers_replace(soup_server_message_get_response_headers(message),
                                     "Cache-Control", "public, max-age=31536000, immutable");
}

} // namespace vitrine::http
