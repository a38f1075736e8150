// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Pipeline.hpp"

#include "gst/Error.hpp"

namespace vitrine::gst {

Pipeline::Pipeline(const char* name)
    : pipeline_(gst_pipeline_new(name), sink) {}

Pipeline& Pipeline::operator=(Pipeline&& other) noexcept {
    shutDown();
    pipeline_ = std::move(other.pipeline_);
    return *this;
}

void Pipeline::add(const Ref<GstElement>& element) const {
    if (!gst_bin_add(bin(), element.get()))
        throw BuildError(std::string("cannot add ") + GST_OBJECT_NAME(element.get()));
}

void Pipeline::play() const {
    if (gst_element_set_state(get(), GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
        throw BuildError("the pipeline does not start");
}

void Pipeline::shutDown() noexcept {
    if (!pipeline_)
        return;
    // A sync handler left in place could call out into an owner that is gone.
    const Ref<GstBus> bus(gst_element_get_bus(get()), adopt);
    gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
    gst_element_set_state(get(), GST_STATE_NULL);
    pipeline_.reset();
}

} // namespace vitrine::gst
