// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Json.hpp"

namespace vitrine::loadviewer {

JsonWriter::JsonWriter()
    : builder_(json_builder_new(), g_object_unref) {
    json_builder_begin_object(builder_.get());
}

JsonWriter& JsonWriter::text(const char* name, const std::string& value) {
    json_builder_set_member_name(builder_.get(), name);
    json_builder_add_string_value(builder_.get(), value.c_str());
    return *this;
}

JsonWriter& JsonWriter::number(const char* name, std::int64_t value) {
    json_builder_set_member_name(builder_.get(), name);
    json_builder_add_int_value(builder_.get(), value);
    return *this;
}

JsonWriter& JsonWriter::object(const char* name) {
    json_builder_set_member_name(builder_.get(), name);
    json_builder_begin_object(builder_.get());
    return *this;
}

JsonWriter& JsonWriter::end() {
    json_builder_end_object(builder_.get());
    return *this;
}

std::string JsonWriter::finish() {
    json_builder_end_object(builder_.get());
    JsonNode* root = json_builder_get_root(builder_.get());
    char* text = json_to_string(root, FALSE);
    std::string result = text;
    g_free(text);
    json_node_unref(root);
    return result;
}

JsonObjectText::JsonObjectText(std::string_view text)
    : parser_(json_parser_new(), g_object_unref) {
    if (!json_parser_load_from_data(parser_.get(), text.data(), static_cast<gssize>(text.size()),
                                    nullptr))
        return;
    auto* root = json_parser_get_root(parser_.get());
    if (root && JSON_NODE_HOLDS_OBJECT(root))
        root_ = json_node_get_object(root);
}

namespace {

/// The member, when it holds a value of the type.
JsonNode* memberOf(JsonObject* object, const char* name, GType type) {
    auto* node = object ? json_object_get_member(object, name) : nullptr;
    return node && json_node_get_value_type(node) == type ? node : nullptr;
}

} // namespace

std::string textIn(JsonObject* object, const char* name) {
    auto* node = memberOf(object, name, G_TYPE_STRING);
    return node ? json_node_get_string(node) : "";
}

std::int64_t numberIn(JsonObject* object, const char* name) {
    auto* node = memberOf(object, name, G_TYPE_INT64);
    return node ? json_node_get_int(node) : 0;
}

JsonObject* objectIn(JsonObject* object, const char* name) {
    auto* node = memberOf(object, name, JSON_TYPE_OBJECT);
    return node ? json_node_get_object(node) : nullptr;
}

} // namespace vitrine::loadviewer
