// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "http/ApiRoutes.hpp"
#include "http/OpenApi.hpp"
#include "http/RoutePath.hpp"

#include <json-glib/json-glib.h>

#include <set>
#include <string>

using namespace vitrine;
using http::matchPath;

TEST_CASE("a path without a name matches itself alone") {
    CHECK(matchPath("/metrics", "/metrics") == "");
    CHECK_FALSE(matchPath("/metrics", "/metrics/"));
    CHECK_FALSE(matchPath("/metrics", "/metric"));
}

TEST_CASE("what stands for the name is one part of the path, and not empty") {
    CHECK(matchPath("/cameras/{id}", "/cameras/front") == "front");
    CHECK_FALSE(matchPath("/cameras/{id}", "/cameras/"));
    CHECK_FALSE(matchPath("/cameras/{id}", "/cameras"));
    CHECK_FALSE(matchPath("/cameras/{id}", "/cameras/front/"));
    CHECK(matchPath("/cameras/{id}/graph.dot", "/cameras/front/graph.dot") == "front");
    CHECK_FALSE(matchPath("/cameras/{id}/graph.dot", "/cameras/graph.dot"));
    CHECK_FALSE(matchPath("/cameras/{id}/graph.dot", "/cameras//graph.dot"));
    CHECK_FALSE(matchPath("/cameras/{id}/graph.dot", "/cameras/a/b/graph.dot"));
}

namespace {

bool isMethod(const std::string& key) {
    return key != "parameters" && key != "summary" && key != "description";
}

// "GET /metrics" for each operation of the document.
std::set<std::string> described() {
    const auto bytes = http::openApi();
    REQUIRE(bytes);
    gsize size = 0;
    const auto* text = static_cast<const char*>(g_bytes_get_data(bytes.get(), &size));
    const gst::Ref<JsonParser> parser(json_parser_new(), gst::adopt);
    REQUIRE(json_parser_load_from_data(parser.get(), text, static_cast<gssize>(size), nullptr));
    auto* root = json_node_get_object(json_parser_get_root(parser.get()));
    auto* paths = json_object_get_object_member(root, "paths");
    std::set<std::string> all;
    json_object_foreach_member(
        paths,
        [](JsonObject*, const gchar* path, JsonNode* node, gpointer out) {
            auto* item = json_node_get_object(node);
            const gst::Unique<GList, g_list_free> keys(json_object_get_members(item));
            for (const auto* key = keys.get(); key; key = key->next) {
                const std::string method = static_cast<const char*>(key->data);
                const gst::CharPtr upper(g_ascii_strup(method.c_str(), -1));
                if (isMethod(method))
                    static_cast<std::set<std::string>*>(out)->insert(std::string(upper.get()) +
                                                                     ' ' + path);
            }
        },
        &all);
    return all;
}

} // namespace

TEST_CASE("the document describes every route, and no other") {
    std::set<std::string> routes;
    for (const auto& [method, path] : http::ApiRoutes::all())
        routes.insert(std::string(method) + ' ' + path);
    CHECK(described() == routes);
}
