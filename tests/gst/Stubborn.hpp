// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Element.hpp"
#include "gst/Pipeline.hpp"

#include <atomic>
#include <future>
#include <utility>

namespace vitrine::test {

/// A pipeline that does not stop before `released`.
inline gst::Pipeline stubborn(std::shared_future<void> released, const char* name = "stubborn") {
    gst::Pipeline pipeline(name);
    const auto source = gst::makeElement("fakesrc");
    const auto sink = gst::makeElement("fakesink");
    pipeline.add(source);
    pipeline.add(sink);
    gst_element_link(source.get(), sink.get());
    struct Context {
        std::shared_future<void> released;
        std::promise<void> reached;
        std::atomic<bool> told{false};
    };
    auto* context = new Context{std::move(released), {}, {}};
    auto reached = context->reached.get_future();
    gst_pad_add_probe(
        gst::staticPad(sink.get(), "sink").get(), GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo*, gpointer data) {
            auto& held = *static_cast<Context*>(data);
            if (!held.told.exchange(true))
                held.reached.set_value();
            held.released.wait();
            return GST_PAD_PROBE_OK;
        },
        context, [](gpointer data) { delete static_cast<Context*>(data); });
    pipeline.play();
    reached.wait();
    return pipeline;
}

} // namespace vitrine::test
