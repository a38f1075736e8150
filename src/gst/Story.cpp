// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Story.hpp"

#include "util/Redact.hpp"

#include <array>
#include <cstdlib>
#include <string_view>

namespace vitrine::gst {
namespace {

struct Speaker {
    const char* room;
    const char* category;
    const char* about;
};

// In the order of Room.
constexpr std::array kSpeakers{
    Speaker{"gst", "vitrine-gst", "pipelines and their ends"},
    Speaker{"camera", "vitrine-camera", "sources, their failures and returns"},
    Speaker{"fanout", "vitrine-fanout", "who gets which frame, and key frames"},
    Speaker{"recording", "vitrine-recording", "films on disks"},
    Speaker{"viewer", "vitrine-viewer", "peer connections"},
    Speaker{"signalling", "vitrine-signalling", "what viewers say and are told"},
    Speaker{"http", "vitrine-http", "requests"},
    Speaker{"daemon", "vitrine-daemon", "start, reload and stop"},
};

} // namespace

GstDebugCategory* debugCategory(Room room) {
    static const auto categories = [] {
        std::array<GstDebugCategory*, kSpeakers.size()> made{};
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = _gst_debug_category_new(kSpeakers[i].category, 0, kSpeakers[i].about);
        return made;
    }();
    return categories[static_cast<std::size_t>(room)];
}

util::log::About about(Room room, const std::string& name, Place where) {
    constexpr std::string_view viewer = "viewer-";
    util::log::About about(kSpeakers[static_cast<std::size_t>(room)].room, where);
    if (name.starts_with(viewer))
        about.viewer(std::strtoull(name.c_str() + viewer.size(), nullptr, 10));
    for (const std::string_view camera : {"camera-", "recording-"})
        if (name.starts_with(camera))
            about.camera(std::string_view(name).substr(camera.size()));
    return about;
}

void Story::write(GstDebugLevel level, const std::string& text) const {
    gst_debug_log_id_literal(category_, level, where_.file, where_.function, where_.line,
                             name_.c_str(), util::redactUrls(text).c_str());
    if (level > GST_LEVEL_DEBUG)
        return;
    auto of = about(room_, isCamera_ ? "" : name_, where_);
    if (isCamera_)
        of.camera(name_);
    util::log::debug(of, '<', name_, "> ", text);
}

} // namespace vitrine::gst
