// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/IceFragment.hpp"

#include "signalling/CandidateCheck.hpp"
#include "signalling/Grammar.hpp"
#include "signalling/SdpLevel.hpp"

#include <algorithm>

namespace vitrine::signalling {
namespace {

using util::Error;

// One level of the fragment; candidates are kept as they came, because a bad one is a fault here.
struct Section {
    SdpLevel level;
    std::vector<std::string_view> candidates;
};

bool isCandidate(std::string_view attribute) {
    return takeUntil(attribute, ':') == "candidate";
}

// What of it an ICE agent is told; the rest of an m-line may be there as well.
bool isIce(std::string_view attribute) {
    const auto name = takeUntil(attribute, ':');
    return name == "ice-ufrag" || name == "ice-pwd" || name == "end-of-candidates" || name == "mid";
}

// An Error without a code means that all is well.
Error take(IceFragment& fragment, const Section& section, std::string_view seenAt, bool ours) {
    for (const auto candidate : section.candidates) {
        const auto checked = checkCandidate(candidate, seenAt);
        if (!checked)
            return checked.error();
        const auto& [use, text, reason, hidden] = checked.value();
        if (ours && use == CheckedCandidate::Use::Add &&
            fragment.candidates.size() < kMaxSdpCandidates)
            fragment.candidates.push_back(text);
        else if (ours && use == CheckedCandidate::Use::Ignore && hidden &&
                 fragment.hidden.size() < kMaxSdpCandidates)
            fragment.hidden.emplace_back(candidate);
    }
    if (!ours)
        return {};
    if (section.level.ufrag)
        fragment.ufrag = section.level.ufrag;
    if (section.level.password)
        fragment.password = section.level.password;
    fragment.end = fragment.end || section.level.endOfCandidates;
    return {};
}

} // namespace

util::Result<IceFragment> readFragment(std::string_view text, std::span<const std::string> mids,
                                       std::string_view seenAt) {
    const auto lines = splitSdpFragment(text);
    if (!lines)
        return lines.error();
    IceFragment fragment;
    Section section; // the session's first, then each m-line's
    const auto finish = [&] {
        const auto& mid = section.level.mid;
        const bool ours = !mid || std::find(mids.begin(), mids.end(), *mid) != mids.end();
        return take(fragment, section, seenAt, ours);
    };
    for (const auto& line : lines.value()) {
        if (line.type == 'm') {
            if (auto fault = finish(); !fault.code.empty())
                return fault;
            section = {};
        } else if (line.type == 'a' && isCandidate(line.value)) {
            section.candidates.push_back(line.value);
        } else if (line.type == 'a' && isIce(line.value)) {
            if (auto fault = readAttribute(section.level, line.value); !fault.empty())
                return badLine(line.number, fault);
        }
    }
    if (auto fault = finish(); !fault.code.empty())
        return fault;
    return fragment;
}

} // namespace vitrine::signalling
