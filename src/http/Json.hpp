// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <json-glib/json-glib.h>

#include <functional>
#include <string>

namespace vitrine::http {

/// The JSON text that `fill` builds. Thread: pure.
inline std::string jsonText(const std::function<void(JsonBuilder*)>& fill) {
    const gst::Ref<JsonBuilder> builder(json_builder_new(), gst::adopt);
    fill(builder.get());
    const gst::Unique<JsonNode, json_node_unref> root(json_builder_get_root(builder.get()));
    const gst::CharPtr text(json_to_string(root.get(), FALSE));
    return text.get();
}

} // namespace vitrine::http
