// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Ref.hpp"

#include <gio/gio.h>

namespace vitrine::http {

/// Loads the PEM files of [server] tls-certificate and tls-key, and shows by one handshake with
/// itself that a browser can connect: GLib loads a key that belongs to another certificate without
/// a word, and then every connection fails. Throws ListenError, naming both files and why.
///
/// Thread: main; returns when the handshake is over, after some milliseconds.
gst::Ref<GTlsCertificate> loadCertificate(const config::Server& settings);

} // namespace vitrine::http
