// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/CandidateCheck.hpp"
#include "signalling/Diagnosis.hpp"
#include "util/Clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::signalling {

/// What two sides have told each other of where to meet, for who must say why they did not.
///
/// An address that a browser hides behind an mDNS name (RFC 8828) need not be known: its own
/// packets show it. Where they do not arrive, it is worth to look for it at the address that its
/// request came from: our packets open the way for its own.
///
/// Owner: a Guest, one for each of its viewers. Thread: main.
class Rendezvous {
  public:
    /// A candidate of ours, told to them; an empty one is none.
    void tell(const std::string& candidate);
    /// The offer is answered.
    void answered() noexcept { evidence_.answered = true; }
    /// One of theirs, as it came and as it was checked.
    void hear(const std::string& candidate, const CheckedCandidate& checked);
    /// Several that go to webrtcbin in an SDP, or are left out of it for being hidden.
    void hearAll(const std::vector<std::string>& candidates, bool hidden);
    /// They have no more.
    void complete() noexcept { evidence_.complete = true; }
    void look(const Checks& checks) { evidence_.page = checks; }

    /// The hidden ones, once, when they have waited long enough for packets of their own.
    std::vector<std::string> overdue(util::Clock::time_point now);
    /// Whether hidden ones still wait: theirs are not complete before.
    bool waiting() const noexcept { return !hidden_.empty(); }

    /// Whether it has been tried for so long that who leaves has failed.
    bool triedLong(util::Clock::time_point now) const noexcept;
    /// They were helped to come together: by the page, or by having been sought.
    bool helped() const noexcept {
        return evidence_.sought || (evidence_.page && evidence_.page->reachedAtHost);
    }

    /// What is known here; the rest is filled in by who asks.
    const Evidence& evidence() const noexcept { return evidence_; }

  private:
    Evidence evidence_;
    std::vector<std::string> hidden_;
    std::optional<util::Clock::time_point> hiddenSince_;
    util::Clock::time_point began_ = util::Clock::now();
};

} // namespace vitrine::signalling
