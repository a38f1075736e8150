// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "signalling/CandidateCheck.hpp"

using namespace vitrine::signalling;
using Use = CheckedCandidate::Use;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto checked = checkCandidate(fuzz::text(data, size));
    if (!checked) {
        fuzz::promise(!checked.error().message.empty(), "an error says something");
    } else if (checked.value().use == Use::Add) {
        const auto& written = checked.value().text;
        fuzz::promise(written.starts_with("candidate:"), "it has its prefix");
        const auto again = checkCandidate(written);
        fuzz::promise(again && again.value().use == Use::Add, "what was written is read");
        fuzz::promise(again.value().text == written, "what was written reads the same");
    } else {
        fuzz::promise(checked.value().text.empty(), "only what is added has a text");
    }
    return 0;
}
