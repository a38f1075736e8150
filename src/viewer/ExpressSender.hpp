// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/PacketHistory.hpp"
#include "gst/HouseTime.hpp"
#include "rtp/Feedback.hpp"
#include "util/Readiness.hpp"
#include "viewer/Backlog.hpp"
#include "viewer/MediaPath.hpp"
#include "viewer/PacketWriter.hpp"
#include "viewer/RepairPolicy.hpp"
#include "viewer/Sender.hpp"
#include "viewer/SequenceMap.hpp"

#include <functional>
#include <memory>
#include <mutex>

namespace vitrine::viewer {

/// Sends frames past webrtcbin, straight to the peer that its ICE and DTLS have found: numbers,
/// encrypts and writes a frame's packets on the camera's own thread, in one system call.
///
/// What the socket does not take at once waits for room, within the bounds of a Backlog; beyond
/// them frames are refused. Those take no sequence numbers, so that the receiver misses nothing. It
/// answers NACKs from the camera's history, and sends a sender report every second.
///
/// Owner: shared by the Viewer and its subscription. Thread: send() on the camera's streaming
/// thread, onFeedback() on the thread that reads RTCP, onRoom() on that of the Readiness, the rest
/// on main. Calls out: never.
class ExpressSender : public Sender {
  public:
    static constexpr GstClockTime kReportInterval = GST_SECOND;

    ExpressSender(const rtp::SrtpMaster& master, StreamIdentity stream,
                  std::unique_ptr<MediaPath> path,
                  std::shared_ptr<const fanout::PacketHistory> history,
                  const gst::HouseTime& houseTime);

    bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) override;
    void close() override;
    const char* name() const noexcept override { return "express"; }
    SendStats stats() const override;
    void setPlayoutDelay(gst::PlayoutDelayRange range) override;

    /// How to wait for room in a socket, for onRoom() to be called; without it what waits goes out
    /// with the next frame.
    using WatchRoom = std::function<std::unique_ptr<util::Readiness::RoomWatch>(int descriptor)>;
    void setWatchRoom(WatchRoom watchRoom);
    /// There is room in the socket again.
    void onRoom();

    /// ICE selected another pair; frames go that way from now on.
    void setPath(std::unique_ptr<MediaPath> path);

    /// What the viewer says: receiver reports are kept, lost packets sent again. True: something it
    /// misses cannot be sent any more, so that only a key frame helps it.
    [[nodiscard]] bool onFeedback(const rtp::Feedback& feedback);

  private:
    bool sendLocked(const camera::EncodedFrame& frame, rtp::DatagramBatch& batch);
    bool makeWayLocked(bool key);
    void flushLocked();
    void awaitRoomLocked();
    void noteStagesLocked(const camera::EncodedFrame& frame);
    void reportLocked(const camera::EncodedFrame& frame, rtp::DatagramBatch& batch);
    void hearReportsLocked(const rtp::Feedback& feedback);
    bool repairLocked(const rtp::Feedback& feedback);
    bool repairOneLocked(std::uint16_t low, GstClockTime now);
    std::optional<rtp::ReceiverDelay> receiverDelayLocked(GstClockTime now) const;

    std::shared_ptr<const fanout::PacketHistory> history_;
    gst::HouseTime houseTime_;
    mutable std::mutex mutex_;
    std::unique_ptr<MediaPath> path_; // guarded by mutex_; empty once closed
    WatchRoom watchRoom_;             // guarded by mutex_
    // guarded by mutex_; ends before the path, whose descriptor it watches
    std::unique_ptr<util::Readiness::RoomWatch> room_;
    Backlog backlog_;             // guarded by mutex_
    bool gap_ = false;            // guarded by mutex_; a frame was given up in the middle
    PacketWriter writer_;         // guarded by mutex_
    SequenceMap sequences_;       // guarded by mutex_
    GstClockTime lastReport_ = 0; // guarded by mutex_
    RepairPolicy policy_;         // guarded by mutex_
    rtp::DatagramBatch repairs_;  // guarded by mutex_
    SendStats stats_;             // guarded by mutex_
    std::optional<rtp::ReceiverTime> heard_; // guarded by mutex_
    GstClockTime heardAt_ = 0;               // guarded by mutex_
};

} // namespace vitrine::viewer
