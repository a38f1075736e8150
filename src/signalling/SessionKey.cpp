// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/SessionKey.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace vitrine::signalling {

std::string newSessionKey() {
    std::array<std::uint8_t, 16> bytes{};
    // So few bytes come whole, and without waiting once the system has started (getrandom(2)).
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "no random numbers");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string key;
    for (const auto byte : bytes) {
        key += digits[byte >> 4U];
        key += digits[byte & 0x0FU];
    }
    return key;
}

bool asksFor(std::string_view query, std::string_view key) noexcept {
    constexpr std::string_view name = "session=";
    return query.starts_with(name) && query.substr(name.size()) == key;
}

} // namespace vitrine::signalling
