// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/FanOut.hpp"
#include "gst/Story.hpp"
#include "viewer/LifeSigns.hpp"

#include <memory>
#include <string>

namespace vitrine::viewer {

/// Who is told what one viewer reports. Shared, because the threads that read RTCP may hold on a
/// moment longer than the viewer does. Thread: a plain value; all in it are thread-safe.
struct Listeners {
    std::shared_ptr<fanout::FanOut> fanOut;
    std::shared_ptr<fanout::KeyframeBudget> keyFrames;
    std::shared_ptr<LifeSigns> signs;

    std::string name; // in the debug log

    /// It needs a key frame.
    void wantKeyFrame() const {
        gst::Story(gst::Room::Viewer, name).debug("needs a key frame");
        fanOut->requestKeyFrame(*keyFrames);
    }
};

} // namespace vitrine::viewer
