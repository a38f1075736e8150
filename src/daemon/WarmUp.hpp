// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace vitrine::daemon {

/// Pays once, before anybody watches, for what the first viewer would wait for: loading webrtcbin's
/// plugins and making the DTLS certificate's RSA key (0.25 to 0.5 s).
/// Throws gst::BuildError when an element a viewer needs is missing.
void warmUp();

/// Has OpenSSL leave its tables alone when the program exits: threads of GStreamer's pools that end
/// at that moment still use them. Before anything else uses OpenSSL.
void keepOpenSslToTheEnd();

} // namespace vitrine::daemon
