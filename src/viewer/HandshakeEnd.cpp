// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/HandshakeEnd.hpp"

#include "gst/Element.hpp"
#include "rtp/ByteOrder.hpp"

#include <utility>

namespace vitrine::viewer {
namespace {

// RFC 6347, section 4.1: type, version, epoch, sequence number, length.
constexpr std::size_t kRecordHeader = 13;
constexpr std::size_t kEpochAt = 3;
constexpr std::size_t kLengthAt = 11;
constexpr std::uint8_t kHandshake = 22;

bool endsHandshake(GstBuffer* buffer) {
    GstMapInfo map;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return false;
    const bool ends = hasFinished({map.data, map.size});
    gst_buffer_unmap(buffer, &map);
    return ends;
}

GstPadProbeReturn onDatagram(GstPad* pad, GstPadProbeInfo* info, gpointer told) {
    if (!endsHandshake(gst_pad_probe_info_get_buffer(info)))
        return GST_PAD_PROBE_OK;
    (*static_cast<HandshakeEnd::Told*>(told))(gst::Ref<GstPad>(pad, gst::share));
    return GST_PAD_PROBE_REMOVE;
}

void watch(GstElement* nicesink, const HandshakeEnd::Told& told) {
    // No PadProbe: it goes with the element, or when it has seen what it is there for.
    gst_pad_add_probe(gst::staticPad(nicesink, "sink").get(), GST_PAD_PROBE_TYPE_BUFFER, onDatagram,
                      new HandshakeEnd::Told(told),
                      [](gpointer data) { delete static_cast<HandshakeEnd::Told*>(data); });
}

} // namespace

bool hasFinished(std::span<const std::uint8_t> records) noexcept {
    while (records.size() >= kRecordHeader) {
        if (records[0] == kHandshake && rtp::readU16(&records[kEpochAt]) > 0)
            return true;
        const auto size = kRecordHeader + rtp::readU16(&records[kLengthAt]);
        if (size > records.size())
            break;
        records = records.subspan(size);
    }
    return false;
}

HandshakeEnd::HandshakeEnd(GstElement* webrtcbin, Told told) {
    std::function<void(GstBin*, GstBin*, GstElement*)> onAdded =
        [told = std::move(told)](GstBin*, GstBin*, GstElement* added) {
            if (gst::factoryName(added) == "nicesink")
                watch(added, told);
        };
    added_ = gst::Connection::to(webrtcbin, "deep-element-added", std::move(onAdded));
}

void HandshakeEnd::awaitSent(GstPad* pad) {
    GST_PAD_STREAM_LOCK(pad);
    GST_PAD_STREAM_UNLOCK(pad);
}

} // namespace vitrine::viewer
