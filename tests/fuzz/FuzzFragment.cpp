// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "signalling/CandidateCheck.hpp"
#include "signalling/IceFragment.hpp"
#include "signalling/SdpLevel.hpp"

using namespace vitrine::signalling;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::vector<std::string> mids{"0"};
    const auto fragment = readFragment(fuzz::text(data, size), mids, "192.0.2.7");
    if (!fragment) {
        fuzz::promise(!fragment.error().message.empty(), "an error says something");
        return 0;
    }
    fuzz::promise(fragment.value().candidates.size() <= kMaxSdpCandidates,
                  "there is an end to them");
    for (const auto& candidate : fragment.value().candidates) {
        const auto checked = checkCandidate(candidate);
        fuzz::promise(checked && checked.value().text == candidate, "candidates are checked");
    }
    return 0;
}
