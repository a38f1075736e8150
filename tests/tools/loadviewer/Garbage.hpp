// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Junk that a hostile or broken client might send. Thread: pure.
namespace vitrine::loadviewer {

struct Garbage {
    enum class Kind { Text, Binary, Raw };
    Kind kind = Kind::Text;
    std::string bytes;
};

/// One piece of junk after which a session must end; the kinds take turns with `index`.
Garbage garbageFor(unsigned index);

/// Datagrams that must be dropped: random bytes that look like STUN, DTLS, RTP and nothing.
std::vector<std::vector<std::uint8_t>> garbageDatagrams();

} // namespace vitrine::loadviewer
