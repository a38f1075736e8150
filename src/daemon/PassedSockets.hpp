// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Ref.hpp"

#include <gio/gio.h>

#include <vector>

/// Socket activation: the sockets that systemd listens on for us (sd_listen_fds(3),
/// systemd.socket(5)).
namespace vitrine::daemon {

/// The sockets that were passed to this process, which it now owns, in their order; none where it
/// was started without. Takes the environment's word for them away, so that no child believes it.
/// Throws http::ListenError when one is no listening TCP socket.
///
/// Thread: main, before there are others; the second call finds none.
std::vector<gst::Ref<GSocket>> takePassedSockets();

/// The addresses these sockets listen on: what stands in for `[server] listen`.
std::vector<config::ListenAddress> addressesOf(const std::vector<gst::Ref<GSocket>>& sockets);

} // namespace vitrine::daemon
