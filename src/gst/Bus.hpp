// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <functional>
#include <string>

namespace vitrine::gst {

/// Delivers a pipeline's bus messages on the main loop until it ends.
///
/// Owner: whoever owns the pipeline. Thread: main. Calls out on: main.
class BusWatch {
  public:
    using Function = std::function<void(GstMessage*)>;

    BusWatch() = default;
    BusWatch(GstElement* pipeline, Function fn);
    BusWatch(BusWatch&& other) noexcept
        : bus_(std::move(other.bus_)) {}
    BusWatch& operator=(BusWatch&& other) noexcept {
        stop();
        bus_ = std::move(other.bus_);
        return *this;
    }
    BusWatch(const BusWatch&) = delete;
    BusWatch& operator=(const BusWatch&) = delete;
    ~BusWatch() { stop(); }

    void stop() noexcept;

  private:
    Ref<GstBus> bus_;
};

/// What an error message says to a person: the message, and the debug text's last clause where it
/// says more. URLs are redacted.
std::string describeError(GstMessage* message);

} // namespace vitrine::gst
