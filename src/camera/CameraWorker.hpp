// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// The other program that this one also is: `vitrine --camera-worker ID`, which the daemon starts.
/// The camera's ID is there for people who look at what runs.
namespace vitrine::camera {

/// Captures and encodes the one camera that the daemon names on kChannelDescriptor, into the memory
/// at kMemoryDescriptor, until the daemon says stop or is gone, or until the run fails, of which it
/// tells. Gives the exit code.
///
/// Thread: main, whose loop it runs. Throws std::system_error where the descriptors are not the
/// daemon's, and gst::BuildError where GStreamer does not start.
int runCameraWorker();

/// Whether a program's arguments say that it is such a process.
bool isCameraWorker(int argc, char** argv);

} // namespace vitrine::camera
