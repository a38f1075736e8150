// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace vitrine::camera {

/// The name of the element that keeps raw video at a highest rate.
inline constexpr const char* kRateLimitElement = "vitrineratelimit";

/// Makes the element "vitrineratelimit" known to GStreamer; more than once does nothing more.
///
/// Its property "max-rate" is the most frames a second it lets through. It only leaves frames out:
/// it repeats none, waits for none and adds no latency. Video whose caps say that it is slow
/// enough (to within 5 %) passes whole, however it jitters; of faster video and of video with a
/// variable rate (0/1) the frames nearest to an even pace pass. In place of videorate, whose
/// drop-only mode aborts the process on video that tells neither rate nor durations, and loses a
/// frame of jittering live video now and then.
///
/// Thread: thread-safe.
void registerRateLimit();

} // namespace vitrine::camera
