// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

namespace vitrine::viewer {

/// Lets buffer lists through an element that passes everything on as it is but knows no lists, such
/// as webrtcbin's FEC and RED encoders while both are off: otherwise a frame arrives at the socket
/// packet by packet, and each is a system call.
///
/// An element that has learnt to handle lists itself is left alone. False then. Thread: before data
/// flows.
bool passLists(GstElement* element);

} // namespace vitrine::viewer
