// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Pipeline.hpp"

#include "gst/Error.hpp"

#include <string_view>

namespace vitrine::gst {
namespace {

using IteratorPtr = Unique<GstIterator, gst_iterator_free>;

// Once flushed, the task of a DTLS encoder goes round and round, taking the very locks that the
// thread that is to stop it wants (GStreamer 1.22 to 1.26): a millisecond of two cores for every
// viewer, and more where cores are few. Told before it is flushed, it ends with its turn.
void endDtlsTask(const GValue* item, gpointer /*data*/) {
    auto* element = GST_ELEMENT(g_value_get_object(item));
    if (std::string_view(G_OBJECT_TYPE_NAME(element)) != "GstDtlsEnc")
        return;
    const Ref<GstPad> pad(gst_element_get_static_pad(element, "src"), adopt);
    if (!pad)
        return;
    GST_OBJECT_LOCK(pad.get());
    if (auto* task = GST_PAD_TASK(pad.get()))
        gst_task_set_state(task, GST_TASK_STOPPED);
    GST_OBJECT_UNLOCK(pad.get());
}

} // namespace

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
    // A sync handler left in place could call out into an owner that is gone, and without it nobody
    // frees the messages of a bus that only has such a handler (1.22): flushing, the bus does.
    const Ref<GstBus> bus(gst_element_get_bus(get()), adopt);
    gst_bus_set_flushing(bus.get(), TRUE);
    gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
    const IteratorPtr elements(gst_bin_iterate_recurse(bin()));
    gst_iterator_foreach(elements.get(), endDtlsTask, nullptr);
    gst_element_set_state(get(), GST_STATE_NULL);
    pipeline_.reset();
}

} // namespace vitrine::gst
