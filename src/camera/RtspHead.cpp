// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/RtspHead.hpp"

#include "camera/Reason.hpp"
#include "camera/SourcePlan.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"

#include <string_view>
#include <utility>

namespace vitrine::camera {
namespace {

using Holder = std::shared_ptr<RtspHead>;

std::string_view field(const GstCaps* caps, const char* name) {
    if (gst_caps_get_size(caps) == 0)
        return {};
    const auto* value = gst_structure_get_string(gst_caps_get_structure(caps, 0), name);
    return value ? std::string_view(value) : std::string_view();
}

void connect(GstElement* element, const char* signal, GCallback callback, const Holder& holder) {
    g_signal_connect_data(
        element, signal, callback, new Holder(holder),
        [](gpointer data, GClosure*) { delete static_cast<Holder*>(data); },
        static_cast<GConnectFlags>(0));
}

} // namespace

void RtspHead::attach(GstElement* bin, std::shared_ptr<Tail> tail,
                      std::shared_ptr<SenderTime> senderTime, std::string ended) {
    const gst::Ref<GstElement> origin(gst_bin_get_by_name(GST_BIN(bin), "origin"), gst::adopt);
    const Holder holder(
        new RtspHead(bin, std::move(tail), std::move(senderTime), std::move(ended)));
    gboolean (*select)(GstElement*, guint, GstCaps*, gpointer) =
        [](GstElement*, guint, GstCaps* caps, gpointer data) -> gboolean {
        return (*static_cast<Holder*>(data))->select(caps);
    };
    void (*padAdded)(GstElement*, GstPad*, gpointer) = [](GstElement*, GstPad* pad, gpointer data) {
        (*static_cast<Holder*>(data))->onPad(pad);
    };
    gboolean (*distrust)(GstElement*, GTlsConnection*, GTlsCertificate*, GTlsCertificateFlags,
                         gpointer) = [](GstElement* rtspsrc, GTlsConnection*, GTlsCertificate*,
                                        GTlsCertificateFlags problems, gpointer data) -> gboolean {
        gchar* url = nullptr;
        g_object_get(rtspsrc, "location", &url, nullptr);
        const gst::CharPtr owned(url);
        (*static_cast<Holder*>(data))->tail_->fail(certificateReason(problems, url));
        return FALSE;
    };
    // What rtspsrc says of it a moment later is "Failed to connect".
    connect(origin.get(), "accept-certificate", reinterpret_cast<GCallback>(distrust), holder);
    connect(origin.get(), "select-stream", reinterpret_cast<GCallback>(select), holder);
    connect(origin.get(), "pad-added", reinterpret_cast<GCallback>(padAdded), holder);
}

bool RtspHead::select(const GstCaps* caps) {
    // Audio, metadata and further pictures are not even set up: the server need not send them.
    if (selected_ || field(caps, "media") != "video")
        return false;
    return selected_ = depayDescription(field(caps, "encoding-name")).has_value();
}

void RtspHead::onPad(GstPad* pad) {
    if (std::exchange(linked_, true))
        return;
    const gst::Ref<GstCaps> caps(gst_pad_query_caps(pad, nullptr), gst::adopt);
    try {
        const auto depay = depayDescription(field(caps.get(), "encoding-name"));
        if (!depay)
            throw gst::BuildError("the RTSP server sends RTP of a kind that is not known here");
        auto* src = gst_ghost_pad_new("src", pad);
        gst_pad_set_active(src, TRUE);
        gst_element_add_pad(bin_, src);
        addProbe(pad, GST_PAD_PROBE_TYPE_BUFFER,
                 [time = senderTime_](GstPad* on, GstPadProbeInfo* info) {
                     time->see(on, GST_PAD_PROBE_INFO_BUFFER(info));
                     return GST_PAD_PROBE_OK;
                 });
        const auto frames = tail_->extend(src, *depay);
        tail_->watch(frames.get(), ended_);
    } catch (const gst::BuildError& error) {
        tail_->fail(error.what());
    }
}

} // namespace vitrine::camera
