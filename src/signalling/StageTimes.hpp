// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feed.hpp"
#include "signalling/Message.hpp"
#include "viewer/Viewer.hpp"

namespace vitrine::signalling {

/// How long one viewer's pictures take, stage by stage, as far as the server sees it: for the page,
/// in milliseconds. The playout is left out. Thread: main.
Stats stageTimes(const fanout::Feed& feed, const viewer::Viewer& viewer);

/// Puts what a page has measured, and the server's part of it, into the camera's histograms.
/// `viewer` may be null. Thread: main.
void observeReport(const fanout::Feed& feed, const viewer::Viewer* viewer, const Report& report);

} // namespace vitrine::signalling
