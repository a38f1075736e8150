// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/ByteReader.hpp"

#include <glib.h>

#include <algorithm>
#include <utility>

namespace vitrine::worker {
namespace {

constexpr std::size_t kLengthBytes = 2;

// A fragment may stand in columns.
bool isControl(char c) {
    return g_ascii_iscntrl(c) && c != '\t';
}

bool isText(const std::string& text) {
    return g_utf8_validate_len(text.data(), text.size(), nullptr) &&
           std::none_of(text.begin(), text.end(), isControl);
}

} // namespace

void ByteReader::fail(std::string what) {
    if (fault_.empty())
        fault_ = std::move(what);
    bytes_ = {};
}

std::span<const std::uint8_t> ByteReader::take(std::size_t size, const char* name) {
    if (bytes_.size() < size) {
        fail(std::string(name) + " is missing");
        return {};
    }
    const auto taken = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return taken;
}

std::uint64_t ByteReader::number(std::size_t size, std::uint64_t least, std::uint64_t most,
                                 const char* name) {
    const auto taken = take(size, name);
    if (taken.empty())
        return least;
    std::uint64_t value = 0;
    for (const auto byte : taken)
        value = value << 8U | byte;
    if (value >= least && value <= most)
        return value;
    fail(std::string(name) + " is " + std::to_string(value) +
         "; allowed: " + std::to_string(least) + " to " + std::to_string(most));
    return least;
}

std::string ByteReader::text(std::size_t most, const char* name) {
    const auto size = number(kLengthBytes, 0, most, name);
    const auto taken = take(size, name);
    std::string value(taken.begin(), taken.end());
    if (isText(value))
        return value;
    fail(std::string(name) + " is no text");
    return {};
}

std::string ByteReader::words(std::size_t most, const char* name) {
    auto value = text(most, name);
    if (value.find('\t') == std::string::npos)
        return value;
    fail(std::string(name) + " is no text");
    return {};
}

std::string ByteReader::fault() const {
    if (!fault_.empty() || bytes_.empty())
        return fault_;
    return std::to_string(bytes_.size()) + " bytes are left over";
}

} // namespace vitrine::worker
