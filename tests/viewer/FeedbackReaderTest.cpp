// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/FeedbackReader.hpp"
#include "rtp/Rtcp.hpp"
#include "support/MainLoopRunner.hpp"
#include "support/SrtpPeer.hpp"
#include "support/catch.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <future>
#include <thread>

using namespace vitrine;
using namespace std::chrono_literals;
using test::Bytes;

namespace {

/// An ICE agent with a socket on loopback, whose RTCP a FeedbackReader reads; and who sends to it.
class Heard {
  public:
    explicit Heard(
        util::Readiness& readiness, std::function<void()> onWish = [] {})
        : agent_(nice_agent_new(nullptr, NICE_COMPATIBILITY_RFC5245), gst::adopt)
        , socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        g_object_set(agent_.get(), "upnp", FALSE, "ice-tcp", FALSE, nullptr);
        NiceAddress address;
        nice_address_init(&address);
        REQUIRE(nice_address_set_from_string(&address, "127.0.0.1"));
        nice_agent_add_local_address(agent_.get(), &address);
        const auto stream = nice_agent_add_stream(agent_.get(), 1);
        REQUIRE(nice_agent_gather_candidates(agent_.get(), stream));
        const gst::Unique<GPtrArray, g_ptr_array_unref> sockets(
            nice_agent_get_sockets(agent_.get(), stream, 1));
        REQUIRE(sockets);
        REQUIRE(sockets->len == 1);
        sockaddr_storage to{};
        socklen_t size = sizeof(to);
        const int theirs = g_socket_get_fd(G_SOCKET(g_ptr_array_index(sockets.get(), 0)));
        REQUIRE(getsockname(theirs, reinterpret_cast<sockaddr*>(&to), &size) == 0);
        REQUIRE(connect(socket_, reinterpret_cast<sockaddr*>(&to), size) == 0);
        reader_ = std::make_unique<viewer::FeedbackReader>(
            agent_, stream, 1, readiness, test::someMaster(),
            [this, onWish = std::move(onWish)](const rtp::Feedback& said) {
                wishes_ += said.wantsKeyFrame ? 1 : 0;
                onWish();
            });
        reader_->start();
    }
    ~Heard() {
        reader_->stop();
        ::close(socket_);
    }
    Heard(const Heard&) = delete;
    Heard& operator=(const Heard&) = delete;

    /// Asks for a key frame.
    void ask() {
        const auto pli = peer_.sealReport(test::rtcp(test::kPsfb, 1, {1, 2}));
        ::send(socket_, pli.data(), pli.size(), 0);
    }
    unsigned wishes() const { return wishes_; }
    /// Asks for a key frame, again and again, as on a network that loses; whether that was heard.
    bool isHeard(std::chrono::seconds limit = 20s) {
        const auto before = wishes_.load();
        for (const auto end = std::chrono::steady_clock::now() + limit;
             wishes_ == before && std::chrono::steady_clock::now() < end;) {
            ask();
            std::this_thread::yield();
        }
        return wishes_ != before;
    }
    /// Sends as much of this as the machine can until told to stop.
    void flood(Bytes junk, const std::atomic<bool>& stop) const {
        std::array<iovec, 64> bytes{};
        std::array<mmsghdr, 64> messages{};
        for (std::size_t i = 0; i < messages.size(); ++i) {
            bytes[i] = {junk.data(), junk.size()};
            messages[i].msg_hdr.msg_iov = &bytes[i];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
        while (!stop)
            sendmmsg(socket_, messages.data(), messages.size(), 0);
    }

  private:
    gst::Ref<NiceAgent> agent_;
    int socket_;
    test::SrtpPeer peer_{test::someMaster()};
    std::atomic<unsigned> wishes_{0};
    std::unique_ptr<viewer::FeedbackReader> reader_;
};

Bytes stun() {
    auto bytes = test::counting(120, 1);
    rtp::writeU32(bytes.data(), 0x00010000U + 100); // a binding request
    rtp::writeU32(bytes.data() + 4, 0x2112A442);
    return bytes;
}

} // namespace

TEST_CASE("what waits of one viewer is read in turns with what waits of another") {
    util::Readiness readiness("test");
    // Both have something before its thread can look.
    std::array<int, 2> gate{};
    REQUIRE(pipe(gate.data()) == 0);
    std::promise<void> held;
    std::promise<void> released;
    const auto watch = readiness.watch(gate[0], [&] {
        held.set_value();
        released.get_future().wait();
        return false;
    });
    CHECK(write(gate[1], "x", 1) == 1);
    held.get_future().wait();

    constexpr unsigned kMany = 150;
    std::promise<unsigned> before;
    Heard many(readiness);
    Heard other(readiness, [&] { before.set_value(many.wishes()); });
    for (unsigned i = 0; i < kMany; ++i)
        many.ask();
    other.ask();
    released.set_value();
    auto found = before.get_future();
    REQUIRE(found.wait_for(20s) == std::future_status::ready);
    CHECK(found.get() < kMany);
    CHECK(test::runUntil([&] { return many.wishes() == kMany; })); // and none is left
    for (const int end : gate)
        ::close(end);
}

TEST_CASE("a flood at one viewer's port keeps no other viewer waiting") {
    util::Readiness readiness("test");
    Heard flooded(readiness);
    Heard other(readiness);
    REQUIRE(flooded.isHeard());
    auto rtcpLike = test::counting(200, 1);
    rtcpLike[0] = 0x81;
    rtcpLike[1] = 206;
    for (const auto& junk : {rtcpLike, stun(), test::counting(200, 100), Bytes{}}) {
        std::atomic<bool> stop{false};
        std::vector<std::thread> floods;
        for (int i = 0; i < 2; ++i)
            floods.emplace_back([&] { flooded.flood(junk, stop); });
        for (int i = 0; i < 5; ++i)
            CHECK(other.isHeard());
        stop = true;
        for (auto& flood : floods)
            flood.join();
        CHECK(flooded.isHeard());
    }
}
