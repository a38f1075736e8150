// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>

namespace vitrine::signalling {

/// Where each part stands in "candidate:foundation component transport priority address port typ
/// …" (RFC 8839, section 5.1).
enum CandidatePart : std::size_t {
    Foundation,
    Component,
    Transport,
    Priority,
    Address,
    Port,
    Typ,
    Type
};

} // namespace vitrine::signalling
