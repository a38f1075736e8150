// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "signalling/Json.hpp"
#include "signalling/Message.hpp"

#include <cmath>

using namespace vitrine::signalling;

namespace {

// Text that was taken from a message goes into one of ours and comes back the same.
void checkRoundTrip(const std::string& sdp) {
    const auto again = parseClientMessage("{\"type\":\"answer\",\"sdp\":" + jsonString(sdp) + '}');
    // Escapes may make it longer than what is read.
    if (!again)
        return fuzz::promise(again.error().code == "message-too-long", "our own JSON is read");
    fuzz::promise(std::get<Answer>(again.value()).sdp == sdp, "text comes back the same");
}

void checkReport(const Report& report) {
    for (const auto& value : {report.framesDecoded, report.rttMs, report.width})
        fuzz::promise(!value || (std::isfinite(*value) && *value >= 0), "numbers are sane");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    // Whatever it is, a message of ours that quotes it is JSON.
    fuzz::promise(jsonFault(makeError("code", text)).empty(), "our own messages are JSON");
    const auto message = parseClientMessage(text);
    if (!message) {
        fuzz::promise(!message.error().message.empty(), "an error says something");
    } else if (const auto* answer = std::get_if<Answer>(&message.value())) {
        checkRoundTrip(answer->sdp);
    } else if (const auto* report = std::get_if<Report>(&message.value())) {
        checkReport(*report);
    }
    return 0;
}
