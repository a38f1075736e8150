// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/LivingObjects.hpp"

#include "gst/Ref.hpp"

#include <gst/gst.h>

#include <string_view>

namespace vitrine::gst {
namespace {

constexpr std::string_view kRecord = "object-alive, type-name=(string)";

Ref<GstTracer> leaksTracer() {
    Ref<GstTracer> found;
    auto* all = gst_tracing_get_active_tracers();
    for (auto* each = all; each; each = each->next)
        if (std::string_view(G_OBJECT_TYPE_NAME(each->data)) == "GstLeaksTracer")
            found = {static_cast<GstTracer*>(each->data), share};
    g_list_free_full(all, gst_object_unref);
    return found;
}

} // namespace

std::optional<std::map<std::string, std::uint64_t>> countLivingObjects(DebugLog& log) {
    const auto tracer = leaksTracer();
    if (!tracer)
        return std::nullopt;
    std::map<std::string, std::uint64_t> counts;
    log.hear(
        "GST_TRACER", GST_LEVEL_TRACE,
        [&](std::string_view text) {
            if (!text.starts_with(kRecord))
                return;
            text.remove_prefix(kRecord.size());
            ++counts[std::string(text.substr(0, text.find(',')))];
        },
        [&] { g_signal_emit_by_name(tracer.get(), "log-live-objects"); });
    return counts;
}

} // namespace vitrine::gst
