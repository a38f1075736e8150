// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <string>

/// WebSocket frames, made by hand so that they can be wrong.
namespace vitrine::test {

enum class Opcode : std::uint8_t {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
};

enum class Mask { Yes, No };

/// A frame as RFC 6455, section 5.2, has it; the masking key is 0, which leaves the payload as it
/// is.
inline std::string frame(Opcode opcode, const std::string& payload, bool fin = true,
                         Mask mask = Mask::Yes) {
    const auto byte = [](std::uint64_t value) {
        return static_cast<char>(value & 0xFFU);
    };
    const unsigned masked = mask == Mask::Yes ? 0x80 : 0;
    std::string bytes(1, byte((fin ? 0x80U : 0U) | static_cast<unsigned>(opcode)));
    const std::uint64_t size = payload.size();
    unsigned lengthBytes = 0;
    if (size < 126) {
        bytes += byte(masked | size);
    } else {
        lengthBytes = size < 65536 ? 2 : 8;
        bytes += byte(masked | (lengthBytes == 2 ? 126U : 127U));
    }
    for (; lengthBytes > 0; --lengthBytes)
        bytes += byte(size >> (8U * (lengthBytes - 1)));
    if (mask == Mask::Yes)
        bytes.append(4, '\0');
    return bytes + payload;
}

} // namespace vitrine::test
