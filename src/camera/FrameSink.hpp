// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"

namespace vitrine::camera {

/// Where a camera's frames go.
///
/// Thread: onFrame() is called on the camera's streaming thread, one call at a time; it must not
/// block.
class FrameSink {
  public:
    virtual ~FrameSink() = default;
    virtual void onFrame(const EncodedFrame& frame) = 0;
};

} // namespace vitrine::camera
