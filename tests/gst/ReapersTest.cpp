// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/Element.hpp"
#include "gst/Reapers.hpp"

#include <atomic>
#include <future>

using namespace vitrine::gst;

namespace {

/// A pipeline that does not stop before `released`.
Pipeline stubborn(std::shared_future<void> released) {
    Pipeline pipeline("stubborn");
    const auto source = makeElement("fakesrc");
    const auto sink = makeElement("fakesink");
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
        staticPad(sink.get(), "sink").get(), GST_PAD_PROBE_TYPE_BUFFER,
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

} // namespace

TEST_CASE("one pipeline that does not stop holds up no other") {
    std::promise<void> release;
    std::promise<void> stubbornGone;
    std::promise<void> otherGone;
    bool gaveUp = false;
    {
        Reapers reapers("test-reapers", [&] { gaveUp = true; });
        reapers.reap(stubborn(release.get_future().share()), [&] { stubbornGone.set_value(); });
        reapers.reap(Pipeline("other"), [&] { otherGone.set_value(); });
        otherGone.get_future().wait();
        release.set_value();
    }
    stubbornGone.get_future().wait();
    CHECK_FALSE(gaveUp);
}

TEST_CASE("at the end one that does not stop is given up") {
    std::promise<void> release;
    std::promise<void> gone;
    bool gaveUp = false;
    const auto began = std::chrono::steady_clock::now();
    {
        Reapers reapers("test-reapers", [&] { gaveUp = true; });
        reapers.reap(stubborn(release.get_future().share()), [&] { gone.set_value(); });
    }
    CHECK(gaveUp);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
    release.set_value();
    gone.get_future().wait();
}
