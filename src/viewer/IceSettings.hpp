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
    /// "turn://…" and "turns://…"; those without a user have a login made of the secret.
    std::vector<std::string> turnServers;
    std::string turnSecret;
    std::optional<std::pair<std::uint16_t, std::uint16_t>> portRange;
    /// Only these host candidates; empty: hostAddresses().
    std::vector<std::string> localAddresses;
    /// Offered beside the host candidates; empty: none.
    std::string publicAddress;
    bool relayOnly = false;
    bool tcp = false;
};

} // namespace vitrine::viewer
