// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics/CameraMetrics.hpp"

namespace vitrine::metrics {

CameraMetrics::CameraMetrics(HouseMetrics& house, const std::string& camera)
    : up(house.cameraUp.with({camera}))
    , wanted(house.cameraWanted.with({camera}))
    , frames(house.cameraFrames.with({camera}))
    , keyFrames(house.cameraKeyframes.with({camera}))
    , bytes(house.cameraBytes.with({camera}))
    , restarts(house.cameraRestarts.with({camera}))
    , encode(house.cameraEncode.with({camera}))
    , viewers(house.viewers.with({camera}))
    , joins(house.viewerJoins.with({camera}))
    , droppedFrames(house.viewerDroppedFrames.with({camera}))
    , resyncs(house.viewerResyncs.with({camera}))
    , firstFrame(house.firstFrame.with({camera}))
    , keyFramesForced(house.keyframeRequests.with({camera, "forced"}))
    , keyFramesCoalesced(house.keyframeRequests.with({camera, "coalesced"}))
    , keyFramesWithheld(house.keyframeRequests.with({camera, "withheld"}))
    , house_(house)
    , camera_(camera) {}

void CameraMetrics::leave(const std::string& reason) const {
    house_.viewerLeaves.with({camera_, reason})->add();
}

void CameraMetrics::showWorker(const std::optional<WorkerUse>& use) const {
    if (!use)
        return house_.removeWorker(camera_);
    house_.workerPid.with({camera_})->set(use->pid);
    house_.workerResident.with({camera_})->set(static_cast<double>(use->residentBytes));
    house_.workerCpu.with({camera_})->set(use->cpuSeconds);
    house_.workerRestarts.with({camera_})->set(static_cast<double>(use->restarts));
}

void CameraMetrics::observeLatency(const std::string& stage, double seconds) const {
    house_.viewerLatency.with({camera_, stage})->observe(seconds);
}

} // namespace vitrine::metrics
