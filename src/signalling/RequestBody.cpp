// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/RequestBody.hpp"

#include "signalling/Grammar.hpp"
#include "signalling/Json.hpp"

#include <utility>

namespace vitrine::signalling {
namespace {

constexpr std::size_t kMostBytes = 8192;

util::Error bad(const std::string& what, std::string_view right) {
    return {"bad-request", what + "; " + std::string(right)};
}

JsonNode* valueOf(JsonObject* object, const char* name, GType type) {
    auto* node = json_object_get_member(object, name);
    return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == type ? node
                                                                                         : nullptr;
}

} // namespace

util::Result<RequestBody> RequestBody::parse(std::string_view text, std::string_view right) {
    if (text.size() > kMostBytes)
        return bad("the body is too long", right);
    if (const auto fault = jsonFault(text); !fault.empty())
        return bad("the body is no JSON: " + fault, right);
    std::unique_ptr<JsonParser, Free> parser(json_parser_new());
    if (!json_parser_load_from_data(parser.get(), text.data(), static_cast<gssize>(text.size()),
                                    nullptr))
        return bad("the body is no JSON", right);
    auto* root = json_parser_get_root(parser.get());
    if (!root || !JSON_NODE_HOLDS_OBJECT(root))
        return bad("the body is no JSON object", right);
    return RequestBody(std::move(parser), right);
}

JsonObject* RequestBody::object() const {
    return json_node_get_object(json_parser_get_root(parser_.get()));
}

std::size_t RequestBody::size() const {
    return json_object_get_size(object());
}

std::optional<std::string> RequestBody::text(const char* name) const {
    auto* node = valueOf(object(), name, G_TYPE_STRING);
    const auto* value = node ? json_node_get_string(node) : nullptr;
    if (!value || !isUtf8(value))
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> RequestBody::number(const char* name) const {
    auto* node = valueOf(object(), name, G_TYPE_INT64);
    return node ? std::optional<std::int64_t>(json_node_get_int(node)) : std::nullopt;
}

util::Error RequestBody::wrong(const std::string& what) const {
    return bad(what, right_);
}

} // namespace vitrine::signalling
