// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Schema.hpp"
#include "config/Values.hpp"
#include "util/Text.hpp"

#include <glib.h>

#include <algorithm>

namespace vitrine::config {
namespace {

bool isOfCrypt(char c) {
    return g_ascii_isalnum(c) || c == '$' || c == '.' || c == '/' || c == '=' || c == ',' ||
           c == '-' || c == '_' || c == '+';
}

} // namespace

std::string parsePasswordHash(std::string_view text, std::string& out) {
    // "$id$salt$hash": every method that is worth anything, and no password by mistake.
    constexpr std::size_t kLeast = 20;
    constexpr std::size_t kMost = 384; // CRYPT_OUTPUT_SIZE
    const bool fits =
        text.empty() || (text.front() == '$' && std::count(text.begin(), text.end(), '$') >= 3 &&
                         text.size() >= kLeast && text.size() < kMost &&
                         std::all_of(text.begin(), text.end(), isOfCrypt));
    if (!fits)
        return "this is no hash";
    out = text;
    return {};
}

std::string parseTokenDigest(std::string_view text, std::string& out) {
    constexpr std::size_t kDigits = 64;
    const bool fits = text.empty() ||
                      (text.size() == kDigits && std::all_of(text.begin(), text.end(), [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                       }));
    if (!fits)
        return "this is no digest of 64 hexadecimal digits";
    out = text;
    return {};
}

std::string parseCameraIds(std::string_view text, std::vector<std::string>& out) {
    std::vector<std::string> ids;
    for (const auto& each : util::split(text, ';')) {
        const auto id = std::string(util::trim(each));
        if (id.empty())
            continue;
        if (!isCameraId(id))
            return "an id has 1 to 63 of a-z, 0-9 and '-', not first '-'";
        ids.push_back(id);
    }
    // None at all would be taken for all.
    if (ids.empty())
        return "this names no camera; leave the key out for all of them";
    out = std::move(ids);
    return {};
}

} // namespace vitrine::config
