// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Bus.hpp"
#include "gst/Pipeline.hpp"

#include <string>

namespace vitrine::recording {

/// What a pipeline without a bus watch says of its failure, or else `otherwise`. Thread: any.
inline std::string whatFailed(const gst::Pipeline& pipeline, const char* otherwise) {
    const gst::Ref<GstBus> bus(gst_element_get_bus(pipeline.get()), gst::adopt);
    const gst::Ref<GstMessage> message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR),
                                       gst::adopt);
    return message ? gst::describeError(message.get()) : otherwise;
}

} // namespace vitrine::recording
