// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/H264Format.hpp"

#include "signalling/Grammar.hpp"

#include <array>
#include <charconv>

namespace vitrine::signalling {
namespace {

// In the order of what they can: a decoder of one takes the streams of those before it. That holds
// for what cameras send: Baseline's own tools (slices in any order, redundant ones) and interlaced
// pictures are not sent, which makes Baseline Constrained Baseline, and High Constrained High.
enum class Ability : unsigned { Baseline, Main, High, More };

struct Profile {
    unsigned idc = 0;
    unsigned constraints = 0;
};

std::optional<Profile> parse(std::string_view profileLevelId) {
    const auto byte = [&](std::size_t at) -> std::optional<unsigned> {
        unsigned value = 0;
        if (profileLevelId.size() < at + 2)
            return std::nullopt;
        const auto* begin = profileLevelId.data() + at;
        const auto [end, error] = std::from_chars(begin, begin + 2, value, 16);
        return error == std::errc{} && end == begin + 2 ? std::optional(value) : std::nullopt;
    };
    const auto idc = byte(0);
    const auto constraints = byte(2);
    if (!idc || !constraints)
        return std::nullopt;
    return Profile{*idc, *constraints};
}

constexpr unsigned kSet1 = 0x40;

// H.264, annex A.2: with constraint_set0 or 1 a stream keeps to Baseline's or Main's tools, too.
Ability abilityOf(Profile profile) {
    constexpr unsigned set0 = 0x80;
    switch (profile.idc) {
    case 66:
        return Ability::Baseline;
    case 77:
        return (profile.constraints & set0) != 0 ? Ability::Baseline : Ability::Main;
    case 88: // Extended: known only where it is one of the others
        return (profile.constraints & set0) != 0    ? Ability::Baseline
               : (profile.constraints & kSet1) != 0 ? Ability::Main
                                                    : Ability::More;
    case 100:
        return Ability::High;
    default:
        return Ability::More;
    }
}

constexpr unsigned kOtherConstraints = 1;
constexpr unsigned kOtherProfile = 2;
constexpr unsigned kPerAbility = 3;
constexpr unsigned kSaysNoProfile = 100;
constexpr unsigned kSaysNoMode = 1000;

std::optional<unsigned> profileDistance(std::string_view offered, std::string_view stream) {
    const auto wanted = parse(stream);
    const auto given = parse(offered);
    if (!given || !wanted)
        return kSaysNoProfile;
    if (given->idc == wanted->idc && given->constraints == wanted->constraints)
        return 0;
    const auto have = static_cast<unsigned>(abilityOf(*given));
    const auto need = static_cast<unsigned>(abilityOf(*wanted));
    // Beyond High there are several, none of which takes all the others' streams.
    if (have < need || abilityOf(*wanted) == Ability::More)
        return std::nullopt;
    // Of Baseline, set 1 makes Constrained Baseline.
    const bool alike =
        given->idc == wanted->idc && ((given->constraints ^ wanted->constraints) & kSet1) == 0;
    return (alike ? kOtherConstraints : kOtherProfile) + kPerAbility * (have - need);
}

} // namespace

std::string_view formatParameter(std::string_view parameters, std::string_view name) {
    while (!parameters.empty()) {
        auto parameter = takeUntil(parameters, ';');
        if (takeUntil(parameter, '=') == name)
            return parameter;
    }
    return {};
}

std::optional<unsigned> h264Distance(std::string_view offered, std::string_view streamProfile) {
    const auto mode = formatParameter(offered, "packetization-mode");
    if (!mode.empty() && mode != "1")
        return std::nullopt;
    const auto profile =
        profileDistance(formatParameter(offered, "profile-level-id"), streamProfile);
    if (!profile)
        return std::nullopt;
    return *profile + (mode.empty() ? kSaysNoMode : 0);
}

std::string_view h264ProfileName(std::string_view profileLevelId) {
    constexpr std::array<std::string_view, 4> names{"Baseline", "Main", "High",
                                                    "a profile beyond High"};
    const auto profile = parse(profileLevelId);
    return profile ? names.at(static_cast<std::size_t>(abilityOf(*profile))) : "an unknown profile";
}

} // namespace vitrine::signalling
