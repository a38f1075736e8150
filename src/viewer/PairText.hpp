// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <nice/agent.h>

#include <string>

namespace vitrine::viewer {

/// The agent's selected pair in words: "host 192.0.2.7:50000 to prflx 192.0.2.9:40000". Thread:
/// any.
std::string selectedPairText(const gst::Ref<NiceAgent>& agent, guint stream, guint component);

} // namespace vitrine::viewer
