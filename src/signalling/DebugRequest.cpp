// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/DebugRequest.hpp"

#include "signalling/Grammar.hpp"
#include "signalling/Json.hpp"

#include <json-glib/json-glib.h>

#include <memory>

namespace vitrine::signalling {
namespace {

constexpr std::size_t kMostBytes = 8192;
constexpr const char* kRight = R"(send {"threshold":"CATEGORY:LEVEL,..."} as GST_DEBUG has it)";

struct FreeParser {
    void operator()(JsonParser* parser) const noexcept { g_object_unref(parser); }
};

util::Error bad(const std::string& what) {
    return {"bad-request", what + "; " + kRight};
}

bool isText(JsonNode* node) {
    return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
}

} // namespace

util::Result<DebugRequest> parseDebugRequest(std::string_view text) {
    if (text.size() > kMostBytes)
        return bad("the body is too long");
    if (const auto fault = jsonFault(text); !fault.empty())
        return bad("the body is no JSON: " + fault);
    const std::unique_ptr<JsonParser, FreeParser> parser(json_parser_new());
    if (!json_parser_load_from_data(parser.get(), text.data(), static_cast<gssize>(text.size()),
                                    nullptr))
        return bad("the body is no JSON");
    auto* root = json_parser_get_root(parser.get());
    if (!root || !JSON_NODE_HOLDS_OBJECT(root))
        return bad("the body is no JSON object");
    auto* object = json_node_get_object(root);
    auto* threshold = json_object_get_member(object, "threshold");
    if (!threshold || json_object_get_size(object) != 1 || !isText(threshold))
        return bad("there is no \"threshold\" with a text, or not that alone");
    DebugRequest request{json_node_get_string(threshold)};
    if (!isUtf8(request.threshold))
        return bad("\"threshold\" is no Unicode text");
    return request;
}

} // namespace vitrine::signalling
