// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/PublicAddress.hpp"

#include "util/Text.hpp"

#include <charconv>
#include <cstdint>

namespace vitrine::viewer {
namespace {

constexpr std::string_view kPrefix = "candidate:";

// "foundation component transport priority address port typ type …"
enum Part : std::size_t { Foundation, Component, Transport, Priority, Address, Port, Typ, Type };
constexpr std::size_t kParts = 8;

bool isV6(std::string_view address) {
    return address.find(':') != std::string_view::npos;
}

// Of the type, the upper byte; what tells the addresses of one type apart stays (RFC 8445, section
// 5.1.2.1).
std::uint32_t reflexivePriority(std::string_view priority) {
    constexpr std::uint32_t reflexive = 100;
    constexpr unsigned typeAt = 24;
    std::uint32_t number = 0;
    std::from_chars(priority.data(), priority.data() + priority.size(), number);
    return (reflexive << typeAt) | (number & ((1U << typeAt) - 1));
}

} // namespace

std::string beyondNat(std::string_view candidate, std::string_view publicAddress) {
    if (publicAddress.empty() || !candidate.starts_with(kPrefix))
        return {};
    candidate.remove_prefix(kPrefix.size());
    const auto parts = util::split(candidate, ' ');
    if (parts.size() < kParts || parts[Type] != "host" ||
        isV6(parts[Address]) != isV6(publicAddress))
        return {};
    // A foundation of its own: it is another kind of way (RFC 8445, section 5.1.1.3).
    auto out = std::string(kPrefix) + parts[Foundation] + "1to1 " + parts[Component] + ' ' +
               parts[Transport] + ' ' + std::to_string(reflexivePriority(parts[Priority])) + ' ' +
               std::string(publicAddress) + ' ' + parts[Port] + " typ srflx raddr " +
               parts[Address] + " rport " + parts[Port];
    for (auto at = kParts; at + 1 < parts.size(); at += 2)
        if (parts[at] == "tcptype")
            out += " tcptype " + parts[at + 1];
    return out;
}

} // namespace vitrine::viewer
