// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/MediaReceiver.hpp"
#include "tools/loadviewer/Poller.hpp"
#include "tools/loadviewer/Sdp.hpp"
#include "tools/loadviewer/Signalling.hpp"
#include "tools/loadviewer/UdpSocket.hpp"

namespace vitrine::loadviewer {

/// How a viewer ends.
enum class Leave {
    Stay,         ///< when told to: bye and close
    Clean,        ///< after the first key frame: bye and close
    Close,        ///< after the first key frame: the TCP connection closed without a word
    BeforeAnswer, ///< after the offer, without a word
    BeforeIce,    ///< after the answer, without one ICE check
    MidHandshake, ///< ICE done, DTLS begun and abandoned
    MidGop,       ///< some packets after the first key frame, without a word
    HalfOpen,     ///< after the first key frame: silent for ever, the TCP connection still open
    Garbage,      ///< junk on the WebSocket and at the ICE candidates, until the server ends it
};

/// What all viewers of a shard share.
struct Surroundings {
    SoupSession* http;
    Poller& poller;
    PacketBatch& batch;
    const DtlsIdentity& identity;
};

struct ViewerSettings {
    unsigned index = 0;
    std::string url;
    Protocol protocol = Protocol::Vitrine;
    Leave leave = Leave::Stay;
    bool checkAll = false;
    bool nack = false;
    std::chrono::milliseconds pliInterval{0};
    std::optional<double> claimedLoss;
    std::optional<PlayoutDelay> playoutDelay = PlayoutDelay{}; ///< nothing: whatever it is
    /// From the first connect to the first packet, or to the moment to leave.
    std::chrono::milliseconds joinLimit{10'000};
};

/// Times since the viewer's start; nothing for what has not happened.
struct ViewerTimes {
    std::optional<Clock::time_point> offer;
    std::optional<Clock::time_point> ice;
    std::optional<Clock::time_point> dtls;
};

/// Where a viewer's counts stood at one moment.
struct Mark {
    Clock::time_point time;
    std::uint64_t packets = 0;
    std::uint64_t frames = 0;
    std::uint64_t lost = 0;
};

/// One viewer's whole life: signalling, ICE, DTLS, media, and its end.
///
/// Owner: a Scenario, which destroys it outside of any call of the viewer's or the Poller's.
/// Thread: its shard's.
class Viewer final : public Readable {
  public:
    enum class Phase { Joining, Watching, Leaving, Left, Failed };

    Viewer(const Surroundings& surroundings, ViewerSettings settings);
    ~Viewer() override;
    Viewer(const Viewer&) = delete;
    Viewer& operator=(const Viewer&) = delete;

    void start(Clock::time_point now);
    /// Retransmissions, reports, time limits.
    void tick(Clock::time_point now);
    /// Notes where the counts stand: what comes from now on is told apart.
    void mark(Clock::time_point now);
    /// Ends a viewer that stays, politely.
    void leave();
    void onReadable() override;

    Phase phase() const { return phase_; }
    bool over() const { return phase_ == Phase::Left || phase_ == Phase::Failed; }
    const ViewerSettings& settings() const { return settings_; }
    Clock::time_point started() const { return started_; }
    const ViewerTimes& times() const { return times_; }
    /// The last mark, if there was media to count.
    const std::optional<Mark>& marked() const { return mark_; }
    /// Why it failed.
    const std::string& failure() const { return failure_; }
    /// What it received; nothing before the handshake is done.
    const MediaReceiver* media() const { return media_ ? &*media_ : nullptr; }

  private:
    void onOffer(const std::string& sdp);
    void addCandidate(const RemoteCandidate& candidate);
    void announceAddress(const Endpoint& remote);
    void onDatagram(const PacketBatch::Packet& packet);
    void advanceIce(Clock::time_point now);
    void advanceDtls(const util::Result<bool>& step);
    void startMedia();
    void considerLeaving();
    void leaveIn(std::chrono::milliseconds dwell);
    void carryOut();
    void throwGarbage();
    std::string whatIsMissing() const;
    void onServerEnd(const std::string& reason);
    void fail(const std::string& reason);
    void finish(Phase phase);

    Surroundings surroundings_;
    ViewerSettings settings_;
    std::unique_ptr<Signalling> signalling_;
    UdpSocket socket_;
    IceAgent ice_;
    std::optional<Offer> offer_;
    std::vector<std::uint32_t> announced_;
    std::optional<DtlsClient> dtls_;
    std::optional<MediaReceiver> media_;
    std::uint64_t early_ = 0; // packets before there were keys for them
    FileDescriptor frozen_;
    Phase phase_ = Phase::Joining;
    Clock::time_point started_{};
    ViewerTimes times_;
    std::optional<Mark> mark_;
    std::optional<Clock::time_point> leaveTime_;
    Clock::time_point leavingSince_{};
    std::string failure_;
    bool watched_ = false;
};

} // namespace vitrine::loadviewer
