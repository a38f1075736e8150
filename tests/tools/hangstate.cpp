// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Loaded before GStreamer (LD_PRELOAD), has one element never come to NULL: that of the name in
// $HANG_STATE_OF. Such a thing cannot be had from webrtcbin when a test wants it.
#include <gst/gst.h>

#include <cstdlib>
#include <dlfcn.h>
#include <string_view>
#include <unistd.h>

extern "C" [[gnu::visibility("default")]] GstStateChangeReturn
gst_element_set_state(GstElement* element, GstState state) {
    using SetState = GstStateChangeReturn (*)(GstElement*, GstState);
    static const auto real = reinterpret_cast<SetState>(dlsym(RTLD_NEXT, "gst_element_set_state"));
    const auto* hanging = std::getenv("HANG_STATE_OF");
    if (state == GST_STATE_NULL && hanging && std::string_view(hanging) == GST_OBJECT_NAME(element))
        for (;;)
            pause();
    return real(element, state);
}
