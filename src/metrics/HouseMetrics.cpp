// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics/HouseMetrics.hpp"

namespace vitrine::metrics {

HouseMetrics::HouseMetrics(Registry& owner)
    : registry(owner)
    , cameraUp(owner.gauge("vitrine_camera_up", "1 while the camera delivers frames, else 0.",
                           {"camera"}))
    , cameraWanted(owner.gauge("vitrine_camera_wanted",
                               "1 while the camera should run, else 0: on demand, and nobody "
                               "watches.",
                               {"camera"}))
    , cameraFrames(owner.counter("vitrine_camera_frames_total", "Encoded frames.", {"camera"}))
    , cameraKeyframes(
          owner.counter("vitrine_camera_keyframes_total", "Encoded key frames.", {"camera"}))
    , cameraBytes(owner.counter("vitrine_camera_bytes_total",
                                "RTP bytes of the encoded frames, headers included.", {"camera"}))
    , cameraRestarts(owner.counter("vitrine_camera_restarts_total",
                                   "How often the camera was started again after a failure.",
                                   {"camera"}))
    , cameraEncode(owner.histogram("vitrine_camera_encode_seconds",
                                   "Time from a frame's capture to its last packet.", {"camera"}))
    , workerPid(owner.gauge("vitrine_worker_pid", "The camera's own process.", {"camera"}))
    , workerResident(owner.gauge("vitrine_worker_resident_memory_bytes",
                                 "Resident memory of the camera's own process.", {"camera"}))
    , workerCpu(owner.gauge("vitrine_worker_cpu_seconds",
                            "CPU time of the camera's own process since it was started.",
                            {"camera"}))
    , workerRestarts(owner.gauge("vitrine_worker_restarts",
                                 "How often another process has taken the place of the camera's.",
                                 {"camera"}))
    , viewers(owner.gauge("vitrine_viewers", "Viewers now.", {"camera"}))
    , viewerJoins(owner.counter("vitrine_viewer_joins_total", "Viewers that came.", {"camera"}))
    , viewerLeaves(owner.counter("vitrine_viewer_leaves_total", "Viewers that went, by reason.",
                                 {"camera", "reason"}))
    , viewerDroppedFrames(owner.counter("vitrine_viewer_dropped_frames_total",
                                        "Frames a viewer was too slow for.", {"camera"}))
    , viewerResyncs(owner.counter("vitrine_viewer_resyncs_total",
                                  "How often a viewer was late and was brought back.", {"camera"}))
    , viewerLatency(owner.histogram("vitrine_viewer_latency_seconds",
                                    "Latency of a viewer's picture, by stage.",
                                    {"camera", "stage"}))
    , firstFrame(owner.histogram("vitrine_first_frame_seconds",
                                 "Time from a viewer's coming to its first frame.", {"camera"}))
    , keyframeRequests(owner.counter("vitrine_keyframe_requests_total",
                                     "Requests for a key frame, by what became of them.",
                                     {"camera", "outcome"}))
    , recordingUp(owner.gauge("vitrine_recording_up",
                              "1 while a recording is written, 0 when the disk refuses it.",
                              {"camera"}))
    , recordingBytes(
          owner.counter("vitrine_recording_bytes_total", "Bytes of recordings.", {"camera"}))
    , recordingFiles(owner.counter("vitrine_recording_files_total",
                                   "Files begun, each a segment of a recording.", {"camera"}))
    , recordingDroppedFrames(owner.counter("vitrine_recording_dropped_frames_total",
                                           "Frames that the disk was too slow or too full for.",
                                           {"camera"}))
    , recordingErrors(owner.counter("vitrine_recording_errors_total",
                                    "How often a recording failed: as a rule the disk refused it.",
                                    {"camera"})) {}

} // namespace vitrine::metrics
