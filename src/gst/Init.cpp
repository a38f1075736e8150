// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Init.hpp"

#include "gst/Error.hpp"
#include "gst/LatencyTracer.hpp"
#include "gst/Ref.hpp"

namespace vitrine::gst {

Library::Library() {
    const bool traced = takeLatencyRequest();
    GError* error = nullptr;
    if (!gst_init_check(nullptr, nullptr, &error)) {
        const ErrorPtr owned(error);
        throw BuildError("GStreamer does not start: " +
                         std::string(owned ? owned->message : "no reason given"));
    }
    debugLog_ = std::make_unique<DebugLog>();
    registerLatencyTracer(traced);
}

Library::~Library() {
    debugLog_.reset();
    gst_deinit();
}

} // namespace vitrine::gst
