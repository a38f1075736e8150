// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Page.hpp"

#include "gst/Ref.hpp"
#include "http/Reply.hpp"

#include <array>
#include <string>

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

gst::Ref<GBytes> lookUp(std::string_view name) {
    const auto path = "/org/vitrine/www/" + std::string(name);
    return {g_resource_lookup_data(vitrine_www_get_resource(), path.c_str(),
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr),
            gst::adopt};
}

} // namespace

void replyPage(SoupServerMessage* message, unsigned status) {
    replyStatic(message, contentTypeOf("index.html"), lookUp("index.html").get());
    soup_server_message_set_status(message, status, nullptr);
}

void replyAsset(SoupServerMessage* message, std::string_view name) {
    if (const auto bytes = lookUp(name))
        replyStatic(message, contentTypeOf(name), bytes.get());
    else
        problem(message, SOUP_STATUS_NOT_FOUND, "there is no such asset");
}

} // namespace vitrine::http
