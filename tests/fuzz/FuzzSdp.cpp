// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "signalling/SdpCheck.hpp"

using namespace vitrine::signalling;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto checked = checkAnswer(fuzz::text(data, size));
    if (!checked) {
        fuzz::promise(!checked.error().message.empty(), "an error says something");
        return 0;
    }
    const auto& answer = checked.value();
    // What webrtcbin aborts or goes astray on is never in what it gets.
    fuzz::promise(answer.sdp.find("\r\na=mid:" + answer.mid + "\r\n") != std::string::npos,
                  "there is a mid");
    fuzz::promise(answer.sdp.find(".local ") == std::string::npos, "there is no mDNS name");
    fuzz::promise(!answer.h264PayloadTypes.empty(), "there is H.264");
    const auto again = checkAnswer(answer.sdp, {answer.mid, answer.h264PayloadTypes});
    fuzz::promise(static_cast<bool>(again), "what was written is read");
    fuzz::promise(again.value().sdp == answer.sdp, "what was written reads the same");
    return 0;
}
