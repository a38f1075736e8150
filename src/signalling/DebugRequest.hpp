// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <string>
#include <string_view>

namespace vitrine::signalling {

/// What PUT /api/v1/debug asks for.
struct DebugRequest {
    /// As GST_DEBUG has it; still to be looked at.
    std::string threshold;
};

/// Reads {"threshold":"…"}; whatever else there is is an error, so that a slip is not taken for
/// a wish. Thread: pure.
util::Result<DebugRequest> parseDebugRequest(std::string_view text);

} // namespace vitrine::signalling
