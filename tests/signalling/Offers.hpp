// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/SdpAnswer.hpp"

#include <fstream>
#include <iterator>
#include <string>

/// Offers of real clients, who want to watch: recorded from Chromium 156, Firefox 153, pion 3.1 and
/// GStreamer's webrtcbin 1.22; as Safari and what OBS is built on write them. They are seeds of the
/// fuzz target, too.
namespace offers {

inline std::string contentOf(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::string recorded(const std::string& name) {
    return contentOf(std::string{TESTS_DIR} + "/fuzz/corpus/offer/" + name + ".sdp");
}

/// What the test camera sends.
inline const vitrine::signalling::OurVideo kOurs{
    "42c01e",
    {"http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
     "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"},
    true};

/// What webrtcbin made.
inline const vitrine::signalling::OwnTransport kOwn{
    "OMszG8s7TGKOnupYTrYBqmMUtz9zHIAQ",
    "rcJ3IXBDdywZf3weOPT4CkLj6pjN/GgM",
    "sha-256 44:D2:88:C3:8F:A5:89:56:37:66:D3:8D:E8:6B:F8:59:A0:96:5B:2C:1C:A8:77:6F:21:6E:50:34:"
    "47:77:4E:7B",
    "active",
    {"ssrc-group:FID 7 8", "ssrc:7 cname:host", "ssrc:8 cname:host"}};

} // namespace offers
