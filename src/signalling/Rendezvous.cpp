// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Rendezvous.hpp"

#include <utility>

namespace vitrine::signalling {
namespace {

using namespace std::chrono_literals;

// A browser's packets come within a second where they come at all; the whole has ten.
constexpr auto kPatience = 3s;

// Of each side, for a log that can be read.
constexpr std::size_t kMost = 32;

void add(std::vector<std::string>& list, const std::string& candidate) {
    if (list.size() < kMost)
        list.push_back(candidate);
}

} // namespace

void Rendezvous::tell(const std::string& candidate) {
    if (!candidate.empty())
        add(evidence_.ours, candidate);
}

void Rendezvous::hear(const std::string& candidate, const CheckedCandidate& checked) {
    if (checked.use == CheckedCandidate::Use::End)
        complete();
    else
        hearAll({candidate}, checked.use == CheckedCandidate::Use::Ignore && checked.hidden);
}

void Rendezvous::hearAll(const std::vector<std::string>& candidates, bool hidden) {
    for (const auto& candidate : candidates) {
        add(evidence_.theirs, candidate);
        if (!hidden)
            continue;
        add(hidden_, candidate);
        if (!hiddenSince_)
            hiddenSince_ = util::Clock::now();
    }
}

std::vector<std::string> Rendezvous::overdue(util::Clock::time_point now) {
    if (hidden_.empty() || now - *hiddenSince_ < kPatience)
        return {};
    evidence_.sought = true;
    return std::exchange(hidden_, {});
}

bool Rendezvous::triedLong(util::Clock::time_point now) const noexcept {
    return now - began_ >= kPatience;
}

} // namespace vitrine::signalling
