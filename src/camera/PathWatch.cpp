// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/PathWatch.hpp"

#include <utility>

namespace vitrine::camera {
namespace {

constexpr std::chrono::milliseconds kSettle{300};

} // namespace

PathWatch::PathWatch(const std::string& path, std::function<void()> came)
    : came_(std::move(came)) {
    const gst::Ref<GFile> file(g_file_new_for_path(path.c_str()), gst::adopt);
    monitor_ = {g_file_monitor_file(file.get(), G_FILE_MONITOR_NONE, nullptr, nullptr), gst::adopt};
    // Without inotify there is still the back-off.
    if (!monitor_)
        return;
    changed_ = gst::Connection::to(
        monitor_.get(), "changed",
        std::function<void(GFileMonitor*, GFile*, GFile*, GFileMonitorEvent)>(
            [this](GFileMonitor*, GFile*, GFile*, GFileMonitorEvent event) { onEvent(event); }));
}

void PathWatch::onEvent(GFileMonitorEvent event) {
    switch (event) {
    case G_FILE_MONITOR_EVENT_CREATED:
    case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
    case G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED:
        // The call may end this watch: nothing of it is used afterwards.
        settled_.once(kSettle, [call = came_] { call(); });
        break;
    default:
        break;
    }
}

} // namespace vitrine::camera
