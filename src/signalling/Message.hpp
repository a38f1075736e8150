// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

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
};

/// Asks for messages that come by themselves; without "topics" that is {"stats"}.
struct Subscribe {
    std::vector<std::string> topics;
};

struct Bye {};

/// A type this version does not know, which by contract is ignored.
struct Unknown {
    std::string type;
};

using ClientMessage = std::variant<Answer, Candidate, Report, Subscribe, Bye, Unknown>;

/// Reads one message of a client. Of a key that is there twice, one counts; keys it does not know
/// are ignored.
///
/// Error codes: "message-too-long", "malformed-json", "bad-message" (a field is missing or of the
/// wrong kind; the text names it).
util::Result<ClientMessage> parseClientMessage(std::string_view text);

/// The server's messages as JSON text. Text in them that is not UTF-8 is mended, not refused.
std::string makeOffer(std::string_view sdp);
/// An empty candidate says that there are no more.
std::string makeCandidate(std::string_view candidate, unsigned sdpMLineIndex);
/// `camera` is "live", "starting" or "offline"; `lastPicture` (RFC 3339) is left out when empty.
std::string makeState(std::string_view camera, std::string_view reason,
                      std::string_view lastPicture = {});
std::string makeError(std::string_view code, std::string_view message);
std::string makeBye(std::string_view reason);

} // namespace vitrine::signalling
