// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "gst/DebugThresholds.hpp"
#include "signalling/DebugRequest.hpp"

using namespace vitrine;

namespace {

void checkThresholds(const std::string& text) {
    const auto read = gst::DebugThresholds::parse(text, 7);
    if (!read)
        return fuzz::promise(!read.error().message.empty(), "an error says something");
    for (const auto& entry : read.value().entries())
        fuzz::promise(entry.level >= 0 && entry.level <= 7, "no level is above what is allowed");
    const auto again = gst::DebugThresholds::parse(read.value().text(), 7);
    fuzz::promise(again && again.value().text() == read.value().text(), "its text is read again");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    checkThresholds(std::string(text));
    const auto request = signalling::parseDebugRequest(text);
    if (request)
        checkThresholds(request.value().threshold);
    else
        fuzz::promise(!request.error().message.empty(), "an error says something");
    return 0;
}
