// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/NeedRestart.hpp"

namespace vitrine::config {

bool sameTls(const Server& one, const Server& other) noexcept {
    return one.tlsCertificate.empty() == other.tlsCertificate.empty();
}

std::vector<std::string> needRestart(const Config& running, const Config& next) {
    std::vector<std::string> keys;
    const auto& was = running.server;
    const auto& is = next.server;
    if (was.listen != is.listen)
        keys.emplace_back("[server] listen");
    if (!sameTls(was, is))
        keys.emplace_back("[server] tls-certificate");
    if (was.sendPath != is.sendPath)
        keys.emplace_back("[server] send-path");
    if (running.ice != next.ice)
        keys.emplace_back("[ice]");
    return keys;
}

} // namespace vitrine::config
