// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "gst/DebugThresholds.hpp"
#include "signalling/AccessRequest.hpp"
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

template <typename T>
void checkError(const util::Result<T>& request) {
    fuzz::promise(request || !request.error().message.empty(), "an error says something");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    checkThresholds(std::string(text));
    const auto request = signalling::parseDebugRequest(text);
    if (request)
        checkThresholds(request.value().threshold);
    checkError(request);
    checkError(signalling::parseSignIn(text));
    const auto link = signalling::parseLinkRequest(text);
    checkError(link);
    fuzz::promise(!link || (link.value().duration >= signalling::kShortestLink &&
                            link.value().duration <= signalling::kLongestLink),
                  "no link is shorter or longer than allowed");
    return 0;
}
