// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/MainLoopRunner.hpp"
#include "support/RtpBytes.hpp"
#include "support/catch.hpp"

#include "viewer/NicePath.hpp"
#include "viewer/UdpPath.hpp"

#include <algorithm>

using namespace vitrine;
using test::Bytes;

namespace {

/// One of two agents that find each other on loopback, and what it received.
class Agent {
  public:
    explicit Agent(bool controls)
        : agent_(nice_agent_new(nullptr, NICE_COMPATIBILITY_RFC5245), gst::adopt) {
        g_object_set(agent_.get(), "controlling-mode", controls ? TRUE : FALSE, "upnp", FALSE,
                     "ice-tcp", FALSE, nullptr);
        NiceAddress address;
        nice_address_init(&address);
        REQUIRE(nice_address_set_from_string(&address, "127.0.0.1"));
        nice_agent_add_local_address(agent_.get(), &address);
        stream_ = nice_agent_add_stream(agent_.get(), 1);
        nice_agent_set_stream_name(agent_.get(), stream_, "video");
        nice_agent_attach_recv(agent_.get(), stream_, 1, nullptr, onDatagram, this);
        gathered_ = g_signal_connect(agent_.get(), "candidate-gathering-done",
                                     G_CALLBACK(onGathered), this);
        REQUIRE(nice_agent_gather_candidates(agent_.get(), stream_));
    }
    ~Agent() {
        g_signal_handler_disconnect(agent_.get(), gathered_);
        nice_agent_attach_recv(agent_.get(), stream_, 1, nullptr, nullptr, nullptr);
    }
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;

    const gst::Ref<NiceAgent>& get() const { return agent_; }
    guint stream() const { return stream_; }
    bool gathered() const { return isGathered_; }
    bool ready() const {
        return nice_agent_get_component_state(agent_.get(), stream_, 1) ==
               NICE_COMPONENT_STATE_READY;
    }
    void learnFrom(const Agent& other) {
        const gst::CharPtr sdp(nice_agent_generate_local_sdp(other.agent_.get()));
        REQUIRE(nice_agent_parse_remote_sdp(agent_.get(), sdp.get()) > 0);
    }

    std::vector<Bytes> received;

  private:
    static void onDatagram(NiceAgent*, guint, guint, guint size, gchar* bytes, gpointer data) {
        static_cast<Agent*>(data)->received.emplace_back(bytes, bytes + size);
    }
    static void onGathered(NiceAgent*, guint, gpointer data) {
        static_cast<Agent*>(data)->isGathered_ = true;
    }

    gst::Ref<NiceAgent> agent_;
    guint stream_ = 0;
    gulong gathered_ = 0;
    bool isGathered_ = false;
};

struct Pair {
    Agent ours{true};
    Agent theirs{false};

    void connect() {
        REQUIRE(test::runUntil([&] { return ours.gathered() && theirs.gathered(); }));
        ours.learnFrom(theirs);
        theirs.learnFrom(ours);
        REQUIRE(test::runUntil([&] { return ours.ready() && theirs.ready(); }));
    }

    // A frame of more packets than libnice is given at once arrives in order and whole.
    void check(viewer::MediaPath& path) {
        rtp::DatagramBatch batch;
        std::vector<Bytes> sent;
        for (unsigned i = 0; i < 70; ++i) {
            sent.push_back(test::counting(200 + i % 3, i));
            sent.back()[0] = 0x80; // RTP: no STUN packet begins like that
            const auto room = batch.open(sent.back().size());
            std::copy(sent.back().begin(), sent.back().end(), room.begin());
            batch.close(sent.back().size());
        }
        theirs.received.clear();
        const auto outcome = path.send(batch, 0);
        CHECK(outcome.sent == sent.size());
        CHECK(outcome.end == viewer::MediaPath::End::Complete);
        CHECK(test::runUntil([&] { return theirs.received.size() >= sent.size(); }));
        CHECK((theirs.received == sent));
    }
};

} // namespace

TEST_CASE("as long as ICE has found nothing there is no way") {
    Pair pair;
    CHECK_FALSE(viewer::selectedPath(pair.ours.get(), pair.ours.stream(), 1));
    viewer::NicePath path(pair.ours.get(), pair.ours.stream(), 1);
    rtp::DatagramBatch batch;
    CHECK(path.send(batch, 0).end == viewer::MediaPath::End::Complete); // of nothing
    batch.open(100);
    batch.close(100);
    CHECK(path.send(batch, 0).sent == 0);
    CHECK(path.send(batch, 0).end != viewer::MediaPath::End::Complete);
}

TEST_CASE("where ICE has found a plain socket frames go straight through it") {
    Pair pair;
    pair.connect();
    const auto path = viewer::selectedPath(pair.ours.get(), pair.ours.stream(), 1);
    REQUIRE(dynamic_cast<viewer::UdpPath*>(path.get()));
    pair.check(*path);
}

TEST_CASE("through libnice frames arrive in order and whole") {
    Pair pair;
    pair.connect();
    viewer::NicePath path(pair.ours.get(), pair.ours.stream(), 1);
    pair.check(path);
}
