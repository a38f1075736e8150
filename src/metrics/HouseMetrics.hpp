// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/Registry.hpp"

#include <string>
#include <string_view>

namespace vitrine::metrics {

/// The families whose names are API, all registered in one place. The first label of each is the
/// camera's id; a second one is named beside it.
///
/// Owner: Daemon, after its Registry. Thread: thread-safe, as the families are.
struct HouseMetrics {
    explicit HouseMetrics(Registry& registry);

    /// Removes what is shown of a camera that no longer exists.
    void removeCamera(std::string_view id) { registry.removeSeries("camera", id); }

    /// Removes what is shown of a camera's own process, which it has no more.
    void removeWorker(const std::string& id) {
        for (auto* family : {&workerPid, &workerResident, &workerCpu, &workerRestarts})
            family->remove("camera", id);
    }

    /// Removes what is shown of a recording that is no more.
    void removeRecording(const std::string& id) {
        recordingUp.remove("camera", id);
        for (auto* family :
             {&recordingBytes, &recordingFiles, &recordingDroppedFrames, &recordingErrors})
            family->remove("camera", id);
    }

    Registry& registry;

    Family<Gauge>& cameraUp;
    Family<Gauge>& cameraWanted;
    Family<Counter>& cameraFrames;
    Family<Counter>& cameraKeyframes;
    Family<Counter>& cameraBytes;
    Family<Counter>& cameraRestarts;
    Family<Histogram>& cameraEncode;

    Family<Gauge>& workerPid;
    Family<Gauge>& workerResident;
    Family<Gauge>& workerCpu;
    Family<Gauge>& workerRestarts;

    Family<Gauge>& viewers;
    Family<Counter>& viewerJoins;
    Family<Counter>& viewerLeaves; ///< reason
    Family<Counter>& viewerDroppedFrames;
    Family<Counter>& viewerResyncs;
    Family<Histogram>& viewerLatency; ///< stage

    Family<Histogram>& firstFrame;
    Family<Counter>& keyframeRequests; ///< outcome

    Family<Gauge>& recordingUp;
    Family<Counter>& recordingBytes;
    Family<Counter>& recordingFiles;
    Family<Counter>& recordingDroppedFrames;
    Family<Counter>& recordingErrors;
};

} // namespace vitrine::metrics
