// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::viewer {

/// How viewers' connections are made: the [ice] group, with the server's own facts filled in.
struct IceSettings {
    std::string stunServer;
    std::string turnServer;
    std::optional<std::pair<std::uint16_t, std::uint16_t>> portRange;
    /// Only these host candidates; empty: every interface but loopback.
    std::vector<std::string> localAddresses;
};

} // namespace vitrine::viewer
