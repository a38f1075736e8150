// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/SenderTime.hpp"
#include "camera/Tail.hpp"

#include <memory>
#include <string>

namespace vitrine::camera {

/// Makes an rtspsrc set up its first video stream that we can read, and nothing else, and links
/// that to its depayloader.
///
/// Owner: the signal handlers of the rtspsrc. Thread: its own callbacks, on rtspsrc's thread.
/// Calls out on: the bus, through the Tail.
class RtspHead {
  public:
    /// Listens to the bin's element "origin", an rtspsrc, for as long as it lives. The bin gets
    /// the pad "src" when the server has answered.
    static void attach(GstElement* bin, std::shared_ptr<Tail> tail,
                       std::shared_ptr<SenderTime> senderTime, std::string ended);

  private:
    RtspHead(GstElement* bin, std::shared_ptr<Tail> tail, std::shared_ptr<SenderTime> senderTime,
             std::string ended)
        : bin_(bin)
        , tail_(std::move(tail))
        , senderTime_(std::move(senderTime))
        , ended_(std::move(ended)) {}

    bool select(const GstCaps* caps);
    void onPad(GstPad* pad);

    GstElement* bin_; // keeps the rtspsrc, and so this
    std::shared_ptr<Tail> tail_;
    std::shared_ptr<SenderTime> senderTime_;
    std::string ended_;
    bool selected_ = false;
    bool linked_ = false;
};

} // namespace vitrine::camera
