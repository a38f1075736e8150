// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Grammar.hpp"

#include <algorithm>
#include <charconv>
#include <gio/gio.h>

namespace vitrine::signalling {
namespace {

bool isAlphaNumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

std::optional<std::uint32_t> parseNumber(std::string_view text, std::uint32_t most) {
    std::uint32_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stop != end || value > most)
        return std::nullopt;
    return value;
}

bool isIceChars(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return isAlphaNumeric(c) || c == '+' || c == '/'; });
}

bool isToken(std::string_view text, std::size_t most) {
    constexpr std::string_view others = "!#$%&'*+-.^_`{|}~";
    return !text.empty() && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return isAlphaNumeric(c) || others.find(c) != std::string_view::npos;
           });
}

bool isVisible(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool isAddress(std::string_view text) {
    // GLib also takes an IPv6 zone ("%eth0"), which names an interface of the other machine.
    if (!isVisible(text, 45) || text.find('%') != std::string_view::npos)
        return false;
    return g_hostname_is_ip_address(std::string{text}.c_str()) != FALSE;
}

bool sameWord(std::string_view a, std::string_view b) {
    return a.size() == b.size() && g_ascii_strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        if (const auto word = takeUntil(text, ' '); !word.empty())
            found.push_back(word);
    }
    return found;
}

std::string_view takeUntil(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

bool isUtf8(std::string_view text) {
    // An empty view may have no address, which GLib does not take.
    return text.empty() || g_utf8_validate_len(text.data(), text.size(), nullptr) != FALSE;
}

std::string inQuotes(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string out = "\"";
    for (const char c : text.substr(0, most))
        out += c >= ' ' && c < '\x7f' && c != '"' ? c : '?';
    return out + (text.size() > most ? "…\"" : "\"");
}

} // namespace vitrine::signalling
