// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/netsim/Conditions.hpp"
#include "util/Result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::netsim {

/// Both directions. "Far" is the namespace that netsim makes, "near" the one it was started in.
struct Conditioning {
    Conditions toFar;
    Conditions toNear;
};

/// Changes conditions by one command: `delay MS`, `jitter MS`, `loss PERCENT`, `rate KBIT`,
/// `queue MS`, `reorder`, `in-order`, `down`, `up`, each for both directions or, with `-to-far` or
/// `-to-near` behind the word, for one. An Error says what is wrong with it; nothing has changed
/// then.
///
/// Thread: pure.
util::Result<Conditioning> applyCommand(const Conditioning& before, std::string_view command);

/// What the command line asks for. Thread: a plain value.
struct Options {
    Conditioning conditions;
    std::uint64_t seed = 1;
    std::vector<std::string> command; ///< to run in the far namespace; empty: commands are read
};

/// Reads a command line without the program's name: the commands above with `--` before them, then
/// perhaps `--` and a command to run. Thread: pure.
util::Result<Options> parseOptions(std::span<const std::string> arguments);

} // namespace vitrine::netsim
