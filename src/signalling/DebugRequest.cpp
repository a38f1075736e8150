// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/DebugRequest.hpp"

#include "signalling/RequestBody.hpp"

namespace vitrine::signalling {
namespace {

constexpr const char* kRight = R"(send {"threshold":"CATEGORY:LEVEL,..."} as GST_DEBUG has it)";

} // namespace

util::Result<DebugRequest> parseDebugRequest(std::string_view text) {
    const auto body = RequestBody::parse(text, kRight);
    if (!body)
        return body.error();
    auto threshold = body.value().text("threshold");
    if (!threshold || body.value().size() != 1)
        return body.value().wrong("there is no \"threshold\" with a text, or not that alone");
    return DebugRequest{std::move(*threshold)};
}

} // namespace vitrine::signalling
