// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/HandshakeEnd.hpp"

#include "gst/Element.hpp"
#include "rtp/ByteOrder.hpp"

#include <memory>
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

using Told = std::shared_ptr<std::function<void()>>;

void addProbe(GstPad* pad, GstPadProbeType type, GstPadProbeCallback callback, const Told& told) {
    gst_pad_add_probe(pad, type, callback, new Told(told),
                      [](gpointer data) { delete static_cast<Told*>(data); });
}

// The pad is idle again when the element behind it has sent what it was given.
GstPadProbeReturn onSent(GstPad* /*pad*/, GstPadProbeInfo* /*info*/, gpointer told) {
    (**static_cast<Told*>(told))();
    return GST_PAD_PROBE_REMOVE;
}

GstPadProbeReturn onRecords(GstPad* pad, GstPadProbeInfo* info, gpointer told) {
    if (!endsHandshake(gst_pad_probe_info_get_buffer(info)))
        return GST_PAD_PROBE_OK;
    addProbe(pad, GST_PAD_PROBE_TYPE_IDLE, onSent, *static_cast<Told*>(told));
    return GST_PAD_PROBE_REMOVE;
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

HandshakeEnd::HandshakeEnd(GstElement* webrtcbin, std::function<void()> told)
    : added_(gst::Connection::to(webrtcbin, "deep-element-added",
                                 std::function<void(GstBin*, GstBin*, GstElement*)>(
                                     [told = std::make_shared<std::function<void()>>(
                                          std::move(told))](auto*, auto*, GstElement* added) {
                                         if (gst::factoryName(added) == "dtlsenc")
                                             addProbe(gst::staticPad(added, "src").get(),
                                                      GST_PAD_PROBE_TYPE_BUFFER, onRecords, told);
                                     }))) {}

} // namespace vitrine::viewer
