// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// The messages between a viewer and Janus' streaming plugin, as one session with one handle has
/// them. Thread: pure.
namespace vitrine::loadviewer::janus {

/// What a success answers is told by the transaction of its request.
inline constexpr const char* kCreate = "create";
inline constexpr const char* kAttach = "attach";

struct Success {
    std::string transaction;
    std::uint64_t id = 0; ///< of the new session or handle
};
struct Offer {
    std::string sdp;
};
struct Candidate {
    std::string candidate; ///< empty: there are no more
};
/// Something is wrong, or over; why, in words.
struct Failure {
    std::string reason;
};
/// Nothing that a viewer acts upon.
struct Nothing {};

using Message = std::variant<Nothing, Success, Offer, Candidate, Failure>;

/// What the server says in one text message.
Message parse(std::string_view text);

/// The two ids that requests carry.
struct Ids {
    std::uint64_t session = 0;
    std::uint64_t handle = 0;
};

std::string create();
std::string attach(std::uint64_t session);
/// Asks for the offer of a mountpoint.
std::string watch(Ids ids, std::uint64_t mountpoint);
/// Answers the offer and has the stream begin.
std::string start(Ids ids, const std::string& sdp);
std::string trickle(Ids ids, const std::string& candidate);
std::string keepAlive(std::uint64_t session);
std::string destroy(std::uint64_t session);

} // namespace vitrine::loadviewer::janus
