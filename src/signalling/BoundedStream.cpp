// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/BoundedStream.hpp"

#include "gst/StreamTap.hpp"
#include "signalling/FrameMeter.hpp"

#include <memory>
#include <optional>
#include <string>

namespace vitrine::signalling {
namespace {

// libsoup reads until nothing is left to read before it looks at what it has.
constexpr gsize kMostAtOnce = 16UL * 1024;

bool refuse(GError** error, GIOErrorEnum code, const std::string& why) {
    g_set_error_literal(error, G_IO_ERROR, code, why.c_str());
    return false;
}

} // namespace

// Both directions know of each other.
class Bounds final : public gst::StreamTap {
  public:
    explicit Bounds(StreamLimits limits)
        : limits_(limits) {}

    bool mayRead() override {
        const bool enough = burst_ >= kMostAtOnce;
        burst_ = enough ? 0 : burst_;
        return !enough;
    }

    bool onRead(std::string_view bytes, GError** error) override {
        burst_ += bytes.size();
        in_.see(bytes);
        if (in_.longest() > limits_.message)
            return refuse(error, G_IO_ERROR_MESSAGE_TOO_LARGE,
                          "a message of more than " + std::to_string(limits_.message) + " bytes");
        if (in_.pings() > out_.pongs() + limits_.unanswered)
            return refuse(error, G_IO_ERROR_BUSY, "pings come faster than their pongs are read");
        if (allowed_) {
            if (bytes.size() > *allowed_)
                return refuse(error, G_IO_ERROR_BUSY, "the peer does not stop sending");
            *allowed_ -= bytes.size();
        }
        return true;
    }

    void onNothing() override { burst_ = 0; }
    void onWritten(std::string_view bytes) override { out_.see(bytes); }

    void windUp() {
        if (!allowed_)
            allowed_ = limits_.message;
    }
    std::uint64_t written() const noexcept { return out_.messages(); }

  private:
    StreamLimits limits_;
    FrameMeter in_;
    FrameMeter out_;
    gsize burst_ = 0;                // bytes since the reader last had to stop
    std::optional<guint64> allowed_; // bytes, once the connection is being closed
};

gst::Ref<GIOStream> boundedStream(GIOStream* connection, StreamLimits limits) {
    return gst::tapped(connection, std::make_shared<Bounds>(limits));
}

void windUp(GIOStream* boundedStream) {
    static_cast<Bounds&>(gst::tapOf(boundedStream)).windUp();
}

std::uint64_t messagesWritten(GIOStream* boundedStream) {
    return static_cast<Bounds&>(gst::tapOf(boundedStream)).written();
}

} // namespace vitrine::signalling
