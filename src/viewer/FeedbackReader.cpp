// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/FeedbackReader.hpp"

#include "rtp/SrtcpOpener.hpp"
#include "util/Log.hpp"

#include <linux/filter.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <optional>

namespace vitrine::viewer {
namespace {

// RFC 7983, section 7, and RFC 5761, section 4: what is RTCP among all that one socket receives.
bool isRtcp(std::span<const std::uint8_t> packet) noexcept {
    return packet.size() >= 2 && packet[0] >= 128 && packet[0] <= 191 && packet[1] >= 192 &&
           packet[1] <= 223;
}

// Longer than any RTCP that comes in one datagram over an Ethernet.
constexpr std::size_t kMostBytes = 2048;

/// The datagram that waits at a socket; it stays there. Nothing when none does; one without a byte
/// waits, too.
std::optional<std::span<std::uint8_t>> peek(int descriptor, std::span<std::uint8_t> room) noexcept {
    const auto size = recv(descriptor, room.data(), room.size(), MSG_DONTWAIT | MSG_PEEK);
    if (size < 0)
        return std::nullopt;
    return room.first(static_cast<std::size_t>(size));
}

void drop(int descriptor) noexcept {
    recv(descriptor, nullptr, 0, MSG_DONTWAIT);
}

// RFC 7983, section 7, and RFC 8489, section 5: what libnice is there for.
bool isStun(std::span<const std::uint8_t> packet) noexcept {
    constexpr std::array<std::uint8_t, 4> cookie{0x21, 0x12, 0xA4, 0x42};
    return packet.size() >= 20 && packet[0] <= 3 &&
           std::equal(cookie.begin(), cookie.end(), packet.begin() + 4);
}

/// As long as this lives a socket takes nothing in, so that who reads until there is no more comes
/// to an end: at what its buffer held. Thread: that of the reader.
class Shut {
  public:
    explicit Shut(int descriptor) noexcept
        : descriptor_(descriptor) {
        sock_filter nothing{BPF_RET | BPF_K, 0, 0, 0};
        const sock_fprog program{1, &nothing};
        setsockopt(descriptor_, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
    }
    ~Shut() {
        const int unused = 0;
        setsockopt(descriptor_, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof(unused));
    }
    Shut(const Shut&) = delete;
    Shut& operator=(const Shut&) = delete;

  private:
    int descriptor_;
};

// What one viewer's socket may have read before the others have their turn.
constexpr unsigned kMostAtOnce = 64;

} // namespace

/// Takes what has arrived off the agent, whose sockets it has in a main context of its own: that
/// asks the kernel for these alone. Thread: that of the Readiness, and whoever opens and closes it.
class FeedbackReader::Packets {
  public:
    Packets(gst::Ref<NiceAgent> agent, guint stream, guint component, const rtp::SrtpMaster& theirs,
            Hear hear)
        : context_(g_main_context_new())
        , agent_(std::move(agent))
        , stream_(stream)
        , component_(component)
        , opener_(theirs)
        , hear_(std::move(hear)) {}

    /// Takes the reading over and gives the sockets to watch; none when it is closed.
    std::vector<gst::Ref<GSocket>> open() {
        const std::lock_guard lock(mutex_);
        std::vector<gst::Ref<GSocket>> sockets;
        if (!agent_)
            return sockets;
        nice_agent_attach_recv(
            agent_.get(), stream_, component_, context_.get(),
            [](NiceAgent*, guint, guint, guint size, gchar* bytes, gpointer data) {
                static_cast<Packets*>(data)->take({reinterpret_cast<std::uint8_t*>(bytes), size});
            },
            this);
        const gst::Unique<GPtrArray, g_ptr_array_unref> list(
            nice_agent_get_sockets(agent_.get(), stream_, component_));
        for (guint i = 0; list && i < list->len; ++i)
            sockets.emplace_back(G_SOCKET(g_ptr_array_index(list.get(), i)), gst::share);
        return sockets;
    }

    void onReadable() {
        const std::lock_guard lock(mutex_);
        readAllLocked();
    }

    /// The same of a UDP socket. What is RTCP is taken here: it is most of all that comes, and its
    /// way through libnice takes twice the system calls. libnice gets STUN; what is neither is
    /// nothing. True: there may be more, for another turn: a flood at one viewer's port must not
    /// keep the others waiting.
    bool onDatagram(GSocket* socket) {
        const std::lock_guard lock(mutex_);
        if (!agent_)
            return false;
        const int descriptor = g_socket_get_fd(socket);
        std::array<std::uint8_t, kMostBytes> room;
        for (unsigned i = 0; i < kMostAtOnce; ++i) {
            const auto packet = peek(descriptor, room);
            if (!packet)
                return false;
            if (isStun(*packet)) {
                const Shut shut(descriptor);
                if (readAllLocked())
                    continue; // otherwise libnice has given the socket up
            }
            drop(descriptor);
            take(*packet);
        }
        return true;
    }

    void close() {
        gst::Ref<NiceAgent> agent;
        const std::lock_guard lock(mutex_);
        std::swap(agent, agent_);
        if (agent)
            nice_agent_attach_recv(agent.get(), stream_, component_, context_.get(), nullptr,
                                   nullptr);
    }

  private:
    bool readAllLocked() {
        bool any = false;
        while (agent_ && g_main_context_iteration(context_.get(), FALSE))
            any = true;
        return any;
    }

    void take(std::span<std::uint8_t> packet) {
        if (!isRtcp(packet))
            return;
        try {
            if (const auto plain = opener_.open(packet))
                hear_(rtp::parseFeedback(*plain));
        } catch (const rtp::CryptoError& error) {
            util::log::error("viewer", error.what());
        }
    }

    std::mutex mutex_;
    gst::Unique<GMainContext, g_main_context_unref> context_;
    gst::Ref<NiceAgent> agent_; // guarded by mutex_; empty once closed
    guint stream_;
    guint component_;
    rtp::SrtcpOpener opener_; // guarded by mutex_
    Hear hear_;
};

FeedbackReader::FeedbackReader(gst::Ref<NiceAgent> agent, guint stream, guint component,
                               util::Readiness& readiness, const rtp::SrtpMaster& theirs, Hear hear)
    : packets_(
          std::make_shared<Packets>(std::move(agent), stream, component, theirs, std::move(hear)))
    , readiness_(readiness) {}

FeedbackReader::~FeedbackReader() {
    stop();
}

void FeedbackReader::start() {
    const std::lock_guard lock(mutex_);
    if (stopped_)
        return;
    for (const auto& socket : packets_->open())
        if (const int descriptor = g_socket_get_fd(socket.get()); descriptor >= 0)
            watches_.push_back(readiness_.watch(descriptor, handlerFor(socket)));
}

util::Readiness::Handler FeedbackReader::handlerFor(const gst::Ref<GSocket>& socket) {
    if (g_socket_get_socket_type(socket.get()) != G_SOCKET_TYPE_DATAGRAM)
        return [packets = packets_] {
            packets->onReadable();
            return false;
        };
    return [packets = packets_, socket] {
        return packets->onDatagram(socket.get());
    };
}

void FeedbackReader::stop() {
    std::vector<util::Readiness::Watch> watches;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        std::swap(watches, watches_);
    }
    packets_->close();
}

} // namespace vitrine::viewer
