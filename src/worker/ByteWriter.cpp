// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/ByteWriter.hpp"

#include "gst/Ref.hpp"
#include "util/Text.hpp"

#include <algorithm>

namespace vitrine::worker {
namespace {

constexpr std::size_t kMostLength = 0xFFFF;
constexpr std::size_t kEllipsisBytes = 3; // what util::shorten() ends with

} // namespace

ByteWriter& ByteWriter::number(std::size_t size, std::uint64_t value) {
    for (auto left = size; left > 0; --left)
        bytes_.push_back(static_cast<std::uint8_t>(value >> (left - 1) * 8));
    return *this;
}

ByteWriter& ByteWriter::text(std::string_view value) {
    value = value.substr(0, kMostLength);
    number(2, value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return *this;
}

ByteWriter& ByteWriter::words(const std::string& value, std::size_t most) {
    const gst::CharPtr valid(g_utf8_make_valid(value.data(), static_cast<gssize>(value.size())));
    std::string plain(valid.get());
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return g_ascii_iscntrl(c); }, ' ');
    return text(plain.size() > most ? util::shorten(plain, most - kEllipsisBytes) : plain);
}

} // namespace vitrine::worker
