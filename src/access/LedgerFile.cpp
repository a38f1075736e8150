// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/LedgerFile.hpp"

#include "gst/Ref.hpp"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

namespace vitrine::access {
namespace {

constexpr const char* kGrants = "grants";

const char* kindName(Grant::Kind kind) {
    return kind == Grant::Kind::Session ? "session" : "link";
}

void addText(JsonBuilder* json, const char* name, const std::string& value) {
    json_builder_set_member_name(json, name);
    json_builder_add_string_value(json, value.c_str());
}

void addTime(JsonBuilder* json, const char* name, WallTime value) {
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, value.time_since_epoch().count());
}

std::string textAt(JsonObject* object, const char* name) {
    return json_object_get_string_member_with_default(object, name, "");
}

WallTime timeAt(JsonObject* object, const char* name) {
    return WallTime(std::chrono::seconds(json_object_get_int_member_with_default(object, name, 0)));
}

Grant readGrant(JsonObject* object) {
    Grant grant;
    grant.kind = textAt(object, "kind") == kindName(Grant::Kind::Link) ? Grant::Kind::Link
                                                                       : Grant::Kind::Session;
    grant.id = textAt(object, "id");
    grant.user = textAt(object, "user");
    grant.camera = textAt(object, "camera");
    grant.stamp = textAt(object, "stamp");
    grant.made = timeAt(object, "made");
    grant.end = timeAt(object, "end");
    return grant;
}

} // namespace

std::string ledgerText(const std::vector<Grant>& grants) {
    const gst::Ref<JsonBuilder> json(json_builder_new(), gst::adopt);
    json_builder_begin_object(json.get());
    json_builder_set_member_name(json.get(), kGrants);
    json_builder_begin_array(json.get());
    for (const auto& grant : grants) {
        json_builder_begin_object(json.get());
        addText(json.get(), "kind", kindName(grant.kind));
        addText(json.get(), "id", grant.id);
        addText(json.get(), "user", grant.user);
        addText(json.get(), "camera", grant.camera);
        addText(json.get(), "stamp", grant.stamp);
        addTime(json.get(), "made", grant.made);
        addTime(json.get(), "end", grant.end);
        json_builder_end_object(json.get());
    }
    json_builder_end_array(json.get());
    json_builder_end_object(json.get());
    const gst::Unique<JsonNode, json_node_unref> root(json_builder_get_root(json.get()));
    const gst::Unique<char, g_free> text(json_to_string(root.get(), FALSE));
    return std::string(text.get()) + '\n';
}

util::Result<std::vector<Grant>> readLedger(const std::string& text) {
    GError* error = nullptr;
    const gst::Unique<JsonNode, json_node_unref> root(json_from_string(text.c_str(), &error));
    const gst::ErrorPtr owned(error);
    if (!root)
        return util::Error{"ledger", error ? error->message : "it is empty"};
    auto* top = JSON_NODE_HOLDS_OBJECT(root.get()) ? json_node_get_object(root.get()) : nullptr;
    auto* node = top ? json_object_get_member(top, kGrants) : nullptr;
    if (!node || !JSON_NODE_HOLDS_ARRAY(node))
        return util::Error{"ledger", "it has no array \"grants\""};
    std::vector<Grant> grants;
    auto* list = json_node_get_array(node);
    for (guint i = 0; i < json_array_get_length(list); ++i) {
        auto* each = json_array_get_element(list, i);
        if (!JSON_NODE_HOLDS_OBJECT(each))
            return util::Error{"ledger", "a grant is no object"};
        grants.push_back(readGrant(json_node_get_object(each)));
        if (grants.back().id.empty())
            return util::Error{"ledger", "a grant has no id"};
    }
    return grants;
}

util::Result<std::string> readPrivate(const std::string& path) {
    char* contents = nullptr;
    gsize size = 0;
    GError* error = nullptr;
    if (!g_file_get_contents(path.c_str(), &contents, &size, &error)) {
        const gst::ErrorPtr owned(error);
        if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
            return std::string{};
        return util::Error{"file", error->message};
    }
    const gst::Unique<char, g_free> owned(contents);
    return std::string(contents, size);
}

std::string writePrivate(const std::string& path, const std::string& text) {
    constexpr int kOwnerOnly = 0600;
    constexpr auto kWhole = static_cast<GFileSetContentsFlags>(G_FILE_SET_CONTENTS_CONSISTENT |
                                                               G_FILE_SET_CONTENTS_DURABLE);
    GError* error = nullptr;
    g_file_set_contents_full(path.c_str(), text.data(), static_cast<gssize>(text.size()), kWhole,
                             kOwnerOnly, &error);
    const gst::ErrorPtr owned(error);
    return error ? error->message : std::string{};
}

} // namespace vitrine::access
