// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/StreamNumbers.hpp"

#include "gst/CaptureTime.hpp"
#include "gst/PlayoutDelay.hpp"

namespace vitrine::viewer {
namespace {

std::string field(unsigned id) {
    return "extmap-" + std::to_string(id);
}

void setExtension(GstStructure* structure, const std::optional<std::uint8_t>& id, const char* uri) {
    if (id)
        gst_structure_set(structure, field(*id).c_str(), G_TYPE_STRING, uri, nullptr);
}

} // namespace

gst::Ref<GstCaps> numberedCaps(const gst::Ref<GstCaps>& caps, const StreamNumbers& numbers) {
    gst::Ref<GstCaps> own(gst_caps_copy(caps.get()), gst::adopt);
    auto* structure = gst_caps_get_structure(own.get(), 0);
    gst_structure_set(structure, "payload", G_TYPE_INT, int{numbers.payloadType}, nullptr);
    gst_structure_remove_fields(structure, field(camera::kPlayoutDelayId).c_str(),
                                field(camera::kCaptureTimeId).c_str(), nullptr);
    setExtension(structure, numbers.playoutDelayId, gst::kPlayoutDelayUri);
    setExtension(structure, numbers.captureTimeId, gst::kCaptureTimeUri);
    return own;
}

} // namespace vitrine::viewer
