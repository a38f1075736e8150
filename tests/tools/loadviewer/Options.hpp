// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Viewer.hpp"

namespace vitrine::loadviewer {

/// What the command line asks for.
struct Options {
    std::string url; ///< ws://…/cameras/ID/ws, or what the protocol has
    Protocol protocol = Protocol::Vitrine;
    unsigned viewers = 10;
    std::chrono::seconds duration{10};
    std::chrono::seconds settle{0}; ///< between the last join and what is measured
    bool announce = false;          ///< whether to tell on stderr when that begins
    unsigned checkEvery = 10;       ///< 0: none
    double joinRate = 0;            ///< joins a second; 0: all at once
    unsigned minFrames = 0;
    unsigned threads = 1;
    bool nack = false;
    std::chrono::milliseconds pliInterval{0};
    std::optional<double> claimedLoss;
    std::chrono::milliseconds joinLimit{10'000};
    std::optional<PlayoutDelay> playoutDelay = PlayoutDelay{};
    bool json = false;
    int watch = 0; ///< a process to report on, the server's

    unsigned churn = 0; ///< joins; 0: a plain load
    unsigned parallel = 10;
    std::vector<Leave> leaves{Leave::Clean}; ///< taken in turn
    std::chrono::seconds hold{0};            ///< of half-open ones; 0: until the end
};

/// The options of a command line, or what is wrong with it.
util::Result<Options> parseOptions(int argc, char** argv);

/// The word for a leave on the command line.
std::string_view leaveName(Leave leave);

} // namespace vitrine::loadviewer
