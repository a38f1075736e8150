// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/FramingCheck.hpp"

#include <algorithm>

namespace vitrine::http {
namespace {

constexpr std::string_view kLength = "content-length:";
constexpr std::string_view kCoding = "transfer-encoding:";
constexpr std::string_view kBlanks = " \t\r";
// More than any body that is taken (RequestMeter), less than overflows anything.
constexpr std::size_t kMostDigits = 9;

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = std::min(text.find_first_not_of(kBlanks), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

bool isLength(std::string_view value) noexcept {
    return !value.empty() && value.size() <= kMostDigits &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

void FramingCheck::see(char c) noexcept {
    if (c == '\0' || (length_ == 0 && (c == ' ' || c == '\t')))
        fine_ = false;
    if (c != '\n') {
        if (length_ < kMost)
            line_[length_] = lower(c);
        ++length_;
        return;
    }
    judge({line_.data(), std::min(length_, kMost)});
    length_ = 0;
}

void FramingCheck::judge(std::string_view line) noexcept {
    const bool length = line.starts_with(kLength);
    if (!length && !line.starts_with(kCoding))
        return;
    const auto value = trimmed(line.substr(length ? kLength.size() : kCoding.size()));
    const bool clear = length_ <= kMost && (length ? isLength(value) : value == "chunked");
    if (!clear || said_)
        fine_ = false;
    said_ = true;
}

} // namespace vitrine::http
