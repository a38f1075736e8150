// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <string>

namespace vitrine::test {

/// What a test wants to know of an H.264 access unit in byte-stream format, read without the
/// parser that the code under test uses.
struct AccessUnit {
    /// The slices with their NAL headers, one after the other.
    std::string slices;
    bool key = false;
    bool bSlice = false;
    bool sps = false;
};

/// Takes an access unit apart at its start codes. Thread: pure.
AccessUnit takeApart(GstBuffer* buffer);

} // namespace vitrine::test
