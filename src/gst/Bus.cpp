// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Bus.hpp"

#include "util/Redact.hpp"

namespace vitrine::gst {

BusWatch::BusWatch(GstElement* pipeline, Function fn)
    : bus_(gst_element_get_bus(pipeline), adopt) {
    gst_bus_add_watch_full(
        bus_.get(), G_PRIORITY_DEFAULT,
        [](GstBus*, GstMessage* message, gpointer data) -> gboolean {
            // The call may end the watch, and with it the function: keep a copy for its length.
            const auto call = *static_cast<Function*>(data);
            call(message);
            return G_SOURCE_CONTINUE;
        },
        new Function(std::move(fn)), [](gpointer data) { delete static_cast<Function*>(data); });
}

void BusWatch::stop() noexcept {
    if (bus_)
        gst_bus_remove_watch(bus_.get());
    bus_.reset();
}

std::string describeError(GstMessage* message) {
    GError* error = nullptr;
    gchar* debug = nullptr;
    gst_message_parse_error(message, &error, &debug);
    const ErrorPtr ownedError(error);
    const CharPtr ownedDebug(debug);
    std::string text = error ? error->message : "unknown error";
    if (debug) {
        // "file.c(123): function (): /path:\nthe interesting part"
        const std::string_view detail(debug);
        const auto line = detail.rfind('\n');
        if (line != std::string_view::npos && line + 1 < detail.size())
            text += " (" + std::string(detail.substr(line + 1)) + ")";
    }
    return util::redactUrls(text);
}

} // namespace vitrine::gst
