// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Story.hpp"

#include "util/Redact.hpp"

#include <array>
#include <string_view>

namespace vitrine::gst {
namespace {

struct Speaker {
    const char* category;
    const char* about;
};

// In the order of Room.
constexpr std::array kSpeakers{
    Speaker{"vitrine-gst", "pipelines and their ends"},
    Speaker{"vitrine-camera", "sources, their failures and returns"},
    Speaker{"vitrine-fanout", "who gets which frame, and key frames"},
    Speaker{"vitrine-recording", "films on disks"},
    Speaker{"vitrine-viewer", "peer connections"},
    Speaker{"vitrine-signalling", "what viewers say and are told"},
    Speaker{"vitrine-http", "requests"},
    Speaker{"vitrine-daemon", "start, reload and stop"},
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

void Story::write(GstDebugLevel level, const std::string& text) const {
    gst_debug_log_id_literal(category_, level, where_.file, where_.function, where_.line,
                             name_.c_str(), util::redactUrls(text).c_str());
}

} // namespace vitrine::gst
