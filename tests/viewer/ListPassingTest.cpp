// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "gst/Element.hpp"
#include "viewer/ListPassing.hpp"

using namespace vitrine;

namespace {

/// An element between two pads of the test's own, which count what comes out.
struct Bench {
    explicit Bench(const char* factory)
        : element(gst::makeElement(factory))
        , from(gst_pad_new("from", GST_PAD_SRC), gst::sink)
        , to(gst_pad_new("to", GST_PAD_SINK), gst::sink) {
        g_object_set_data(G_OBJECT(to.get()), "bench", this);
        gst_pad_set_chain_function(to.get(), [](GstPad* pad, GstObject*, GstBuffer* buffer) {
            ++of(pad).buffers;
            gst_buffer_unref(buffer);
            return GST_FLOW_OK;
        });
        gst_pad_set_chain_list_function(to.get(), [](GstPad* pad, GstObject*, GstBufferList* list) {
            ++of(pad).lists;
            gst_buffer_list_unref(list);
            return GST_FLOW_OK;
        });
        for (const auto& pad : {from, to})
            gst_pad_set_active(pad.get(), TRUE);
        gst_pad_link(from.get(), gst::staticPad(element.get(), "sink").get());
        gst_pad_link(gst::staticPad(element.get(), "src").get(), to.get());
        gst_element_set_state(element.get(), GST_STATE_PLAYING);
    }
    ~Bench() { gst_element_set_state(element.get(), GST_STATE_NULL); }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    static Bench& of(GstPad* pad) {
        return *static_cast<Bench*>(g_object_get_data(G_OBJECT(pad), "bench"));
    }

    GstFlowReturn pushFrame() const {
        gst_pad_push_event(from.get(), gst_event_new_stream_start("test"));
        const gst::Ref<GstCaps> caps(
            gst_caps_from_string("application/x-rtp, media=video, clock-rate=90000, "
                                 "encoding-name=H264, payload=96, ssrc=(uint)1"),
            gst::adopt);
        gst_pad_push_event(from.get(), gst_event_new_caps(caps.get()));
        GstSegment segment;
        gst_segment_init(&segment, GST_FORMAT_TIME);
        gst_pad_push_event(from.get(), gst_event_new_segment(&segment));
        return gst_pad_push_list(from.get(), test::rtpFrame(true, 0, 3).packets.release());
    }

    gst::Ref<GstElement> element;
    gst::Ref<GstPad> from;
    gst::Ref<GstPad> to;
    int buffers = 0;
    int lists = 0;
};

} // namespace

TEST_CASE("a frame's list goes through webrtcbin's FEC and RED encoders in one piece") {
    for (const auto* factory : {"rtpulpfecenc", "rtpredenc"}) {
        INFO(factory);
        Bench bench(factory);
        REQUIRE(viewer::passLists(bench.element.get()));
        CHECK(bench.pushFrame() == GST_FLOW_OK);
        CHECK(bench.lists == 1);
        CHECK(bench.buffers == 0);
    }
}

TEST_CASE("an element that handles lists itself is left alone") {
    const auto element = gst::makeElement("rtprtxsend");
    CHECK_FALSE(viewer::passLists(element.get()));
}
