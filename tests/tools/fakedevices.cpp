// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Loaded before GStreamer (LD_PRELOAD), has capture devices come and go without any: each file in
// $FAKE_DEVICES is one as long as it is there, called by its name, and holds what udev says of it.
// A file is to be moved there whole.
#include "support/FakeDevices.hpp"

#include <gio/gio.h>

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <map>
#include <string_view>

namespace {

using namespace vitrine;
namespace fs = std::filesystem;

/// Follows the folder. Lives as long as the program.
class Folder {
  public:
    explicit Folder(const fs::path& path) {
        for (const auto& file : fs::directory_iterator(path))
            plugIn(file.path());
        const gst::Ref<GFile> folder(g_file_new_for_path(path.c_str()), gst::adopt);
        monitor_ = {
            g_file_monitor_directory(folder.get(), G_FILE_MONITOR_WATCH_MOVES, nullptr, nullptr),
            gst::adopt};
        g_signal_connect(monitor_.get(), "changed", G_CALLBACK(onChanged), this);
    }

  private:
    static void onChanged(GFileMonitor*, GFile* file, GFile*, GFileMonitorEvent event,
                          Folder* self) {
        const fs::path path(g_file_peek_path(file));
        if (event == G_FILE_MONITOR_EVENT_MOVED_IN)
            self->plugIn(path);
        else if (event == G_FILE_MONITOR_EVENT_DELETED)
            self->plugOut(path);
    }

    void plugIn(const fs::path& file) {
        char* text = nullptr;
        if (!g_file_get_contents(file.c_str(), &text, nullptr, nullptr))
            return;
        const gst::CharPtr properties(text);
        const auto node = "/dev/" + file.stem().string();
        nodes_[file] = node;
        machine_.plugIn("v4l2-proplist, device.path=(string)" + node + ", " + properties.get(),
                        file.extension().string().substr(1));
    }

    void plugOut(const fs::path& file) { machine_.plugOut(nodes_.at(file)); }

    test::FakeDevices machine_;
    std::map<fs::path, std::string> nodes_;
    gst::Ref<GFileMonitor> monitor_;
};

} // namespace

extern "C" [[gnu::visibility("default")]] GstDeviceProvider*
gst_device_provider_factory_get_by_name(const gchar* name) {
    using Get = GstDeviceProvider* (*)(const gchar*);
    static const auto real =
        reinterpret_cast<Get>(dlsym(RTLD_NEXT, "gst_device_provider_factory_get_by_name"));
    static bool asked = false; // also by the folder itself
    const auto* folder = std::getenv("FAKE_DEVICES");
    if (folder && !asked && std::string_view(name) == "v4l2deviceprovider") {
        asked = true;
        static Folder* const kept = new Folder(folder);
        (void)kept;
    }
    return real(name);
}
