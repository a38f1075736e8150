// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Mp4Pieces.hpp"

#include "rtp/ByteOrder.hpp"

#include <string_view>

namespace vitrine::recording {
namespace {

struct Box {
    std::uint64_t size = 0;
    bool endsPiece = false;
};

// Section 4.2: a size, a type and, where the size is 1, another size.
std::optional<Box> boxAt(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t head = 8;
    constexpr std::size_t longHead = 16;
    if (bytes.size() < head)
        return std::nullopt;
    std::uint64_t size = rtp::readU32(bytes.data());
    if (size == 1) {
        if (bytes.size() < longHead)
            return std::nullopt;
        size = std::uint64_t{rtp::readU32(&bytes[head])} << 32U | rtp::readU32(&bytes[head + 4]);
    }
    const std::string_view type(reinterpret_cast<const char*>(&bytes[4]), 4);
    // One without an end, or shorter than its head, is never whole.
    if (size < head || size > bytes.size())
        return std::nullopt;
    return Box{size, type == "moov" || type == "mdat"};
}

} // namespace

void Mp4Pieces::add(std::span<const std::uint8_t> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::optional<Bytes> Mp4Pieces::next() {
    while (const auto box = boxAt(std::span(bytes_).subspan(whole_))) {
        whole_ += box->size;
        if (!box->endsPiece)
            continue;
        const auto end = bytes_.begin() + static_cast<std::ptrdiff_t>(whole_);
        Bytes piece(bytes_.begin(), end);
        bytes_.erase(bytes_.begin(), end);
        whole_ = 0;
        return piece;
    }
    return std::nullopt;
}

} // namespace vitrine::recording
