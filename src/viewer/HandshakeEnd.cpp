// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/HandshakeEnd.hpp"

#include "gst/Element.hpp"

#include <string_view>
#include <utility>

namespace vitrine::viewer {
namespace {

// RFC 6347, section 4.1: type, version, epoch, sequence number, length.
constexpr std::size_t kHeaderBytes = 13;
constexpr std::size_t kEpochAt = 3;
constexpr std::size_t kLengthAt = 11;
constexpr std::uint8_t kHandshake = 22;

unsigned read16(std::span<const std::uint8_t> bytes, std::size_t at) noexcept {
    return static_cast<unsigned>(bytes[at] << 8U | bytes[at + 1]);
}

GstPadProbeReturn look(GstPad* pad, GstPadProbeInfo* info, gpointer data) {
    GstMapInfo map;
    auto* buffer = gst_pad_probe_info_get_buffer(info);
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return GST_PAD_PROBE_OK;
    const bool over = hasFinished({map.data, map.size});
    gst_buffer_unmap(buffer, &map);
    if (!over)
        return GST_PAD_PROBE_OK;
    (*static_cast<HandshakeSaid*>(data))(gst::Ref<GstPad>(pad, gst::share));
    return GST_PAD_PROBE_REMOVE;
}

} // namespace

bool hasFinished(std::span<const std::uint8_t> datagram) noexcept {
    while (datagram.size() >= kHeaderBytes) {
        if (datagram[0] == kHandshake && read16(datagram, kEpochAt) > 0)
            return true;
        const auto size = kHeaderBytes + read16(datagram, kLengthAt);
        if (size > datagram.size())
            return false;
        datagram = datagram.subspan(size);
    }
    return false;
}

void tellHandshakeSaid(GstElement* element, HandshakeSaid said) {
    if (std::string_view(G_OBJECT_TYPE_NAME(element)) != "GstNiceSink")
        return;
    // No PadProbe: it goes with the element, or when it has seen what it is there for.
    gst_pad_add_probe(gst::staticPad(element, "sink").get(), GST_PAD_PROBE_TYPE_BUFFER, look,
                      new HandshakeSaid(std::move(said)),
                      [](gpointer data) { delete static_cast<HandshakeSaid*>(data); });
}

} // namespace vitrine::viewer
