// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/H264Inspector.hpp"
#include "config/Config.hpp"
#include "gst/Ref.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace vitrine::camera {

/// The end of every source: waits at a pad for the first frame, and plugs what is needed between
/// what that is and H.264 for a browser, which may be nothing.
///
/// Owner: the probes and signal handlers of the source's bin, together with Source; it holds no
/// reference to the bin, whose callbacks keep it alive. Thread: made on main; encodes() is
/// thread-safe; the rest is for the streaming thread of the pad it watches. Calls out on: the bus.
class Tail : public std::enable_shared_from_this<Tail> {
  public:
    /// `bin` has the ghost pad `out`, without a target. Takes the encoder to use from the
    /// configuration, and keeps the error for when one is needed.
    Tail(GstElement* bin, GstPad* out, const config::Camera& camera, bool transcode);

    /// Watches a pad of an element in the bin; one only. `ended` is the error when it ends.
    void watch(GstPad* pad, std::string ended);

    bool encodes() const noexcept { return encodes_.load(std::memory_order_relaxed); }

    /// Posts an error on the bus. Thread-safe.
    void fail(const std::string& text) const;

    /// Adds elements made from a description to the bin, in the bin's state, and links the pad to
    /// them. Gives their source pad. Throws gst::BuildError.
    gst::Ref<GstPad> extend(GstPad* from, const std::string& description) const;

  private:
    void plug(GstPad* pad);
    /// Lets no access unit through that no parser should see, and ends the run at the first.
    void guard(GstPad* pad);
    /// Ends the run when the source has frozen; `coded`: it gives H.264.
    void watchForFreeze(GstPad* pad, bool coded) const;
    void plugEncoded(GstPad* pad, const GstCaps* caps);
    void plugTranscoder(GstPad* pad);
    void expose(GstPad* pad) const;
    GstPadProbeReturn judge(GstPad* pad, GstBuffer* buffer);
    GstPadProbeReturn keepWatch(GstBuffer* buffer);
    void sayUnfit(const std::string& reason);

    GstElement* bin_;
    GstPad* out_;
    bool transcode_;
    bool sees_;           // a camera; a file or a fragment may be meant to show one picture
    std::string encoder_; // a description, or empty
    std::string encoderError_;
    std::atomic<bool> encodes_{false};

    // The streaming thread's.
    H264Inspector inspector_;
    unsigned waited_ = 0;
    bool saidUnfit_ = false;
};

/// A probe that stays as long as its pad.
void addProbe(GstPad* pad, GstPadProbeType type,
              std::function<GstPadProbeReturn(GstPad*, GstPadProbeInfo*)> fn);

/// Brings an element of the bin into the bin's state, also when that is just changing.
void followState(GstElement* element, GstElement* bin);

} // namespace vitrine::camera
