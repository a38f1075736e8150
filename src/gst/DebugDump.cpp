// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/DebugDump.hpp"

#include "gst/Error.hpp"
#include "gst/Ref.hpp"
#include "gst/Story.hpp"
#include "gst/StuckPipeline.hpp"

#include <glib/gstdio.h>

namespace vitrine::gst {
namespace {

constexpr int kOwnerOnly = 0600;

} // namespace

std::string DebugDump::defaultPath() {
    const CharPtr path(g_build_filename(dotDirectory().c_str(), "vitrine-debug.log", nullptr));
    return path.get();
}

bool DebugDump::look(util::Clock::time_point now) {
    const auto troubles = log_.troubles();
    if (troubles == told_ || (written_ && now - *written_ < kInterval))
        return false;
    told_ = troubles;
    written_ = now;
    write();
    return true;
}

// A new file in its place: the directory may be everybody's, and nothing has to outlive a power
// cut.
void DebugDump::write() const {
    const auto text = log_.text();
    g_unlink(path_.c_str());
    GError* error = nullptr;
    if (g_file_set_contents_full(path_.c_str(), text.data(), static_cast<gssize>(text.size()),
                                 G_FILE_SET_CONTENTS_CONSISTENT, kOwnerOnly, &error)) {
        Story(Room::Gst, path_).info("the last debug lines are written here");
        return;
    }
    const ErrorPtr owned(error);
    Story(Room::Gst, path_).info("the last debug lines cannot be written here: ", error->message);
}

} // namespace vitrine::gst
