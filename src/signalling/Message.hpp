// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/Trouble.hpp"
#include "util/Result.hpp"
#include "viewer/IceServers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The messages of the WebSocket: strangers' JSON to typed values, and ours to JSON.
/// Thread: pure.
namespace vitrine::signalling {

/// Longer messages are refused unread.
inline constexpr std::size_t kMaxMessageBytes = 64UL * 1024;

/// The viewer's SDP answer, as it came: checkAnswer() is next.
struct Answer {
    std::string sdp;
};

/// One of the viewer's ICE candidates, as it came: checkCandidate() is next. Empty: the last one
/// has been sent.
struct Candidate {
    std::string candidate;
    unsigned sdpMLineIndex = 0;
};

/// What the page measured; each as it was told, finite and not negative, or nothing.
struct Report {
    std::optional<double> framesDecoded;
    std::optional<double> framesDropped;
    std::optional<double> freezeCount;
    std::optional<double> pliCount;
    std::optional<double> jitterBufferMs;
    std::optional<double> decodeMs;
    std::optional<double> rttMs;
    std::optional<double> bitrateKbit;
    std::optional<double> width;
    std::optional<double> height;
    std::optional<double> packetsLost;
    /// From a frame's capture to its expected display: the mean of the last second, and of the last
    /// minute.
    std::optional<double> latencyMs;
    std::optional<double> latencyP50Ms;
    std::optional<double> latencyP95Ms;
    std::optional<double> latencyP99Ms;
    /// What the page's idea of the server's clock may be wrong by.
    std::optional<double> clockErrorMs;
    /// The stages of latencyMs that the server does not know, and decodeMs.
    std::optional<double> networkMs;
    std::optional<double> waitMs;
    std::optional<double> displayMs;
};

/// What a page sees of a connection that does not come about, or has come about by its help.
struct Checks {
    /// Whether its browser takes the video that is offered, and any H.264.
    bool playable = true;
    bool h264 = true;
    /// The host in the page's URL: a name or an address, "" where it has none.
    std::string host;
    /// Media reaches this server at that host, which was not offered.
    bool reachedAtHost = false;
    /// Of its connectivity checks: how many were answered.
    double answered = 0;
    /// A TURN server refuses the credentials that the page was given.
    bool turnRefused = false;
};

/// Asks what the time is: the answer is a pong with the same number.
struct Ping {
    std::uint32_t id = 0;
};

/// How long this viewer's frames are to be held back from now on.
struct Playout {
    enum class Mode { Instant, Balanced, Smooth };
    Mode mode = Mode::Instant;
};

/// The page has noticed that it is late: a key frame helps it back.
struct Resync {};

/// Asks for messages that come by themselves; without "topics" that is {"stats"}.
struct Subscribe {
    std::vector<std::string> topics;
};

struct Bye {};

/// A type this version does not know, which by contract is ignored.
struct Unknown {
    std::string type;
};

using ClientMessage =
    std::variant<Answer, Candidate, Report, Checks, Subscribe, Ping, Playout, Resync, Bye, Unknown>;

/// Reads one message of a client. Of a key that is there twice, one counts; keys it does not know
/// are ignored.
///
/// Error codes: "message-too-long", "malformed-json", "bad-message" (a field is missing or of the
/// wrong kind; the text names it).
util::Result<ClientMessage> parseClientMessage(std::string_view text);

/// The server's messages as JSON text. Text in them that is not UTF-8 is mended, not refused.
/// With `session` another WebSocket may take the session over: ws?session=…; `servers` become
/// RTCConfiguration.iceServers, left out when there are none.
std::string makeOffer(std::string_view sdp, std::string_view session,
                      const std::vector<viewer::IceServer>& servers = {});
/// An empty candidate says that there are no more.
std::string makeCandidate(std::string_view candidate, unsigned sdpMLineIndex);
/// `camera` is "live", "starting" or "offline"; `lastPicture` (RFC 3339) is left out when empty.
std::string makeState(std::string_view camera, std::string_view reason,
                      std::string_view lastPicture = {});
/// Something the person who watches should know, although the picture goes on; an empty message
/// takes the notice with this code back.
std::string makeNotice(std::string_view code, std::string_view message);
/// Why the viewer comes to no picture, or came to it late.
std::string makeTrouble(const Trouble& trouble);
std::string makeError(std::string_view code, std::string_view message);
/// `rtpTimestamp`: what the time of the camera's RTP stream was when the ping came.
std::string makePong(std::uint32_t id, std::uint32_t rtpTimestamp);
/// What the server alone knows of a viewer's picture.
struct Stats {
    /// From a frame's capture to its arrival here, where the camera's clock tells.
    std::optional<double> cameraMs;
    std::optional<double> encodeMs;
    std::optional<double> sendMs;
    std::uint64_t framesSent = 0;
    std::uint64_t framesDropped = 0;
    std::string_view playout; ///< the mode in force
};
std::string makeStats(const Stats& stats);
std::string makeBye(std::string_view reason);
/// The same for who is not to come back by itself.
std::string makeFinalBye(std::string_view reason);
/// The camera is to be watched at another URL; the server closes then.
std::string makeRedirect(std::string_view url);

} // namespace vitrine::signalling
