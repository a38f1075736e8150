// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <functional>
#include <utility>

namespace vitrine::gst {

/// A pad probe that is removed by its destructor.
///
/// Owner: the object whose probe it is. Calls out on: the streaming thread of the pad, and possibly
/// still while the destructor runs: the same rule for captures as with Connection.
class PadProbe {
  public:
    using Function = std::function<GstPadProbeReturn(GstPad*, GstPadProbeInfo*)>;

    PadProbe() = default;
    PadProbe(GstPad* pad, GstPadProbeType type, Function fn)
        : pad_(pad, share) {
        id_ = gst_pad_add_probe(
            pad, type,
            [](GstPad* on, GstPadProbeInfo* info, gpointer data) {
                return (*static_cast<Function*>(data))(on, info);
            },
            new Function(std::move(fn)),
            [](gpointer data) { delete static_cast<Function*>(data); });
    }
    PadProbe(PadProbe&& other) noexcept
        : pad_(std::move(other.pad_))
        , id_(std::exchange(other.id_, 0UL)) {}
    PadProbe& operator=(PadProbe&& other) noexcept {
        remove();
        pad_ = std::move(other.pad_);
        id_ = std::exchange(other.id_, 0UL);
        return *this;
    }
    PadProbe(const PadProbe&) = delete;
    PadProbe& operator=(const PadProbe&) = delete;
    ~PadProbe() { remove(); }

    void remove() noexcept {
        if (id_ != 0 && pad_)
            gst_pad_remove_probe(pad_.get(), std::exchange(id_, 0UL));
        pad_.reset();
    }

  private:
    Ref<GstPad> pad_;
    gulong id_ = 0;
};

} // namespace vitrine::gst
