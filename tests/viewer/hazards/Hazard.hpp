// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// What must not be done when a webrtcbin ends, done: each is a child process of its own, which may
/// hang or leak as the hazard has it.
namespace vitrine::hazards {

/// Whether the guard that the daemon has against it stands.
enum class Guard { Without, With };

/// Says to the parent that everything is prepared: from here on it either ends soon or hangs.
void sayReady();
/// Says how much is left that should be gone.
void sayLeft(int count);

/// A pipeline set to NULL in a callback of webrtcbin's own thread, which NULL waits for.
/// Guard: gst::Reaper.
void endInCallback(Guard guard);

/// A lock held across the change to NULL while a callback of webrtcbin's wants it.
/// Guards: gst::Reaper, util::post.
void endUnderLock(Guard guard);

/// A promise that webrtcbin forgets because it ends first: what was to be freed by its answer
/// stays. Guard: gst::makePromise.
void endBeforeAnswer(Guard guard);

/// A pipeline set to NULL while webrtcbin makes its transports on its own thread: they stay.
/// Guard: viewer::Viewer, which has the reaper wait for every step of the negotiation.
void endWhileNegotiating(Guard guard);

/// The last reference to webrtcbin's ICE agent let go of on that agent's own thread, for whose end
/// it then waits. Guard: letting go of it before the pipeline, as viewer::WebrtcPipeline does.
void endOnAgentsThread(Guard guard);

} // namespace vitrine::hazards
