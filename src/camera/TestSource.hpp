// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace vitrine::camera {

/// The name of the test camera's element.
inline constexpr const char* kTestSourceElement = "vitrinetestsrc";

/// Makes the element "vitrinetestsrc" known to GStreamer; more than once does nothing more.
///
/// The element draws TestPicture at any even size from 64x64 and any rate, as a live source paced
/// by the pipeline's clock: frame n is due at n/framerate after the first one, and a frame whose
/// time has passed is left out, never made up for. PTS is the running time at which the picture
/// was drawn, offset the frame number the picture shows.
///
/// Thread: thread-safe.
void registerTestSource();

} // namespace vitrine::camera
