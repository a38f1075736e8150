// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/FeedbackReader.hpp"

#include "rtp/SrtcpOpener.hpp"
#include "util/Log.hpp"

namespace vitrine::viewer {
namespace {

// RFC 7983, section 7, and RFC 5761, section 4: what is RTCP among all that one socket receives.
bool isRtcp(std::span<const std::uint8_t> packet) noexcept {
    return packet.size() >= 2 && packet[0] >= 128 && packet[0] <= 191 && packet[1] >= 192 &&
           packet[1] <= 223;
}

} // namespace

/// What is needed on the loop's thread, and lives until nothing there needs it.
struct FeedbackReader::Packets {
    rtp::SrtcpOpener opener;
    Hear hear;

    void take(std::span<std::uint8_t> packet) {
        if (!isRtcp(packet))
            return;
        try {
            if (const auto plain = opener.open(packet))
                hear(rtp::parseFeedback(*plain));
        } catch (const rtp::CryptoError& error) {
            util::log::error("viewer", error.what());
        }
    }
};

FeedbackReader::FeedbackReader(gst::Ref<NiceAgent> agent, guint stream, guint component,
                               const gst::LoopThread& loop, const rtp::SrtpMaster& theirs,
                               Hear hear)
    : stream_(stream)
    , component_(component)
    , loop_(loop)
    , agent_(std::move(agent))
    , packets_(std::make_shared<Packets>(Packets{rtp::SrtcpOpener(theirs), std::move(hear)})) {}

FeedbackReader::~FeedbackReader() {
    stop();
}

void FeedbackReader::start() {
    const std::lock_guard lock(mutex_);
    if (!agent_ || started_)
        return;
    started_ = true;
    nice_agent_attach_recv(
        agent_.get(), stream_, component_, loop_.context(),
        [](NiceAgent*, guint, guint, guint size, gchar* bytes, gpointer data) {
            static_cast<Packets*>(data)->take({reinterpret_cast<std::uint8_t*>(bytes), size});
        },
        packets_.get());
}

void FeedbackReader::stop() {
    gst::Ref<NiceAgent> agent;
    {
        const std::lock_guard lock(mutex_);
        std::swap(agent, agent_);
    }
    if (!agent || !started_)
        return;
    nice_agent_attach_recv(agent.get(), stream_, component_, loop_.context(), nullptr, nullptr);
    // A callback may be at work: what it uses goes on the same thread, after it.
    loop_.invoke([packets = std::move(packets_)] {});
}

} // namespace vitrine::viewer
