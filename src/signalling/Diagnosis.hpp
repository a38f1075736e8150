// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/Message.hpp"
#include "signalling/Trouble.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Why two sides do not meet, judged from what is known of both. Thread: pure.
namespace vitrine::signalling {

/// What is known of a viewer that comes to no picture. Nothing of it need be there: a WHEP client
/// tells nothing of what it sees, and a page may have died.
struct Evidence {
    std::string camera;
    /// Both sides' candidates ("candidate:…"), theirs as they came.
    std::vector<std::string> ours;
    std::vector<std::string> theirs;
    /// They have said that they have no more.
    bool complete = false;
    /// The offer, whoever's it was, has been answered.
    bool answered = false;
    /// A packet of theirs has arrived at a socket of ours.
    bool heard = false;
    /// They were found only at the address that their request came from.
    bool sought = false;
    /// What their page sees.
    std::optional<Checks> page;
    /// The host in their page's URL is an address of this machine.
    bool hostIsOurs = false;
    /// The first of [ice] turn-server.
    std::string turnServer;
    /// Its logins are made of [ice] turn-secret.
    bool turnSecret = false;
    /// [ice] transport-policy = relay
    bool relayOnly = false;
};

/// The likeliest cause.
Cause diagnose(const Evidence& evidence);

/// The same in words, with the names put in.
Trouble explain(const Evidence& evidence);

/// A candidate for a log: "host udp 192.0.2.1:50000". The candidate must have been checked.
std::string brief(std::string_view candidate);

/// Both lists in such words: "ours: …; theirs: …".
std::string bothSides(const Evidence& evidence);

} // namespace vitrine::signalling
