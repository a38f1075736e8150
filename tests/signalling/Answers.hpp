// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

/// What browsers answer to an offer of one H.264 video, sendonly, payload type 96 with RTX 97,
/// mid video0. Lines end with LF here.
namespace answers {

/// Chrome, after gathering: one host candidate, one mDNS name, one reflexive.
inline const std::string kChrome = R"(v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE video0
a=msid-semantic: WMS
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:1467250027 1 udp 2122260223 192.0.2.17 46154 typ host generation 0 network-id 1 network-cost 10
a=candidate:3388485749 1 udp 2113937151 0c1b6e6e-3f0e-4c3e-9b66-0f3dd2c4d3b1.local 51301 typ host generation 0 network-cost 999
a=candidate:842163049 1 udp 1677729535 198.51.100.4 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0 network-id 1
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlig
a=ice-options:trickle
a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08
a=setup:active
a=mid:video0
a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=recvonly
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 H264/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
)";

/// Firefox, after gathering: fingerprint and direction also at the session level.
inline const std::string kFirefox = R"(v=0
o=mozilla...THIS_IS_SDPARTA-99.0 7298372093838361215 0 IN IP4 0.0.0.0
s=-
t=0 0
a=sendrecv
a=fingerprint:sha-256 2E:A1:0D:36:5C:72:43:B8:26:7C:47:A9:A2:68:AC:99:C8:9B:F5:31:63:96:C3:1F:55:1D:4F:26:26:6F:2C:8A
a=group:BUNDLE video0
a=ice-options:trickle
a=msid-semantic:WMS *
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
a=candidate:0 1 UDP 2122252543 192.0.2.33 36768 typ host
a=candidate:1 1 TCP 2105524479 192.0.2.33 9 typ host tcptype active
a=candidate:2 1 UDP 2122187007 2001:db8::33 48912 typ host
a=candidate:0 2 UDP 2122252542 192.0.2.33 36769 typ host
a=recvonly
a=end-of-candidates
a=extmap:3/recvonly http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=fmtp:96 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1
a=fmtp:97 apt=96
a=ice-pwd:e5a1ed2bd7f2a1b0b6a9fbb4a53c2a94
a=ice-ufrag:6d1b2e57
a=mid:video0
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 transport-cc
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 H264/90000
a=rtpmap:97 rtx/90000
a=setup:active
a=ssrc:2716894417 cname:{0a3d2d6e-5b0c-4a35-90d9-1f4a45b3d0f5}
)";

/// Safari, trickling: no candidates yet.
inline const std::string kSafari = R"(v=0
o=- 3078541936237470013 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE video0
a=extmap-allow-mixed
a=msid-semantic: WMS
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:oVhU
a=ice-pwd:PpIx6PqDyXlNOSQdGFQqWPuI
a=ice-options:trickle
a=fingerprint:sha-256 52:3D:9C:6D:AB:30:25:D4:84:13:5A:2B:DD:A5:A9:B7:92:2F:5E:93:5D:C6:5A:97:AE:0A:17:3E:F2:2E:5F:61
a=setup:active
a=mid:video0
a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=recvonly
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 H264/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
)";

/// The text with the first `from` replaced; an empty text when it is not there, so that a test
/// cannot pass by a slip.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    return at == std::string::npos ? std::string{} : text.replace(at, from.size(), to);
}

/// The text without the first line that begins with `start`.
inline std::string without(const std::string& text, const std::string& start) {
    const auto at = text.find("\n" + start);
    if (at == std::string::npos)
        return {};
    return text.substr(0, at) + text.substr(text.find('\n', at + 1));
}

/// The text with every LF as CRLF.
inline std::string crlf(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '\n' ? std::string{"\r\n"} : std::string(1, c);
    return out;
}

} // namespace answers
