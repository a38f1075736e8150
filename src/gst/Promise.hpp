// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <functional>

namespace vitrine::gst {

/// A promise that calls `fn` with its reply when it was replied to, and simply goes away when it
/// was interrupted, expired or dropped unanswered (webrtcbin frees its queue that way at the end).
/// An action signal it is given to takes a reference of its own.
///
/// Calls out on: the thread that replies (webrtcbin's). `fn` must not throw.
Ref<GstPromise> makePromise(std::function<void(const GstStructure* reply)> fn);

} // namespace vitrine::gst
