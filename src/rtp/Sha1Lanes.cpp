// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/Sha1Lanes.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#else
#include <cstdlib>
#endif

namespace vitrine::rtp {

#if defined(__x86_64__)

namespace {

// What the functions below may use, whatever the rest is compiled for.
#define VITRINE_SHA __attribute__((target("sha,ssse3,sse4.1")))
#define VITRINE_SHA_INLINE VITRINE_SHA __attribute__((always_inline)) inline

/// One message's part of the processor's registers.
struct Lane {
    __m128i abcd; // a in the highest word
    __m128i e;    // in the highest word
    __m128i words[4];
};

VITRINE_SHA_INLINE Lane laneOf(const Sha1State& state) {
    Lane lane;
    lane.abcd =
        _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(state.data())), 0x1B);
    lane.e = _mm_set_epi32(static_cast<int>(state[4]), 0, 0, 0);
    return lane;
}

VITRINE_SHA_INLINE void store(const Lane& lane, Sha1State& state) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state.data()), _mm_shuffle_epi32(lane.abcd, 0x1B));
    state[4] = static_cast<std::uint32_t>(_mm_extract_epi32(lane.e, 3));
}

VITRINE_SHA_INLINE void load(Lane& lane, const std::uint8_t* block) {
    const auto bigEndian = _mm_set_epi64x(0x0001020304050607, 0x08090A0B0C0D0E0F);
    for (int i = 0; i < 4; ++i)
        lane.words[i] = _mm_shuffle_epi8(
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + i), bigEndian);
}

// Four of the eighty rounds, and the message's words for them.
template <int Step>
VITRINE_SHA_INLINE void step(Lane& lane) {
    auto& words = lane.words[Step % 4];
    if constexpr (Step >= 4)
        words =
            _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(words, lane.words[(Step + 1) % 4]),
                                             lane.words[(Step + 2) % 4]),
                               lane.words[(Step + 3) % 4]);
    const auto e = Step == 0 ? _mm_add_epi32(lane.e, words) : _mm_sha1nexte_epu32(lane.e, words);
    lane.e = lane.abcd;
    lane.abcd = _mm_sha1rnds4_epu32(lane.abcd, e, Step / 5);
}

template <int Step = 0>
VITRINE_SHA_INLINE void steps(Lane& a, Lane& b, Lane& c) {
    step<Step>(a);
    step<Step>(b);
    step<Step>(c);
    if constexpr (Step < 19)
        steps<Step + 1>(a, b, c);
}

VITRINE_SHA_INLINE void add(Lane& lane, const Lane& before) {
    lane.e = _mm_sha1nexte_epu32(lane.e, before.e);
    lane.abcd = _mm_add_epi32(lane.abcd, before.abcd);
}

bool ask() noexcept {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0)
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

} // namespace

bool haveSha1Lanes() noexcept {
    static const bool have = ask();
    return have;
}

VITRINE_SHA void sha1Lanes(std::array<Sha1State*, kSha1Lanes> states,
                           std::array<const std::uint8_t*, kSha1Lanes> messages,
                           std::size_t blocks) noexcept {
    auto a = laneOf(*states[0]);
    auto b = laneOf(*states[1]);
    auto c = laneOf(*states[2]);
    for (std::size_t at = 0; at < blocks * kSha1BlockBytes; at += kSha1BlockBytes) {
        const Lane before[] = {a, b, c};
        load(a, messages[0] + at);
        load(b, messages[1] + at);
        load(c, messages[2] + at);
        steps(a, b, c);
        add(a, before[0]);
        add(b, before[1]);
        add(c, before[2]);
    }
    store(a, *states[0]);
    store(b, *states[1]);
    store(c, *states[2]);
}

#else

bool haveSha1Lanes() noexcept {
    return false;
}

void sha1Lanes(std::array<Sha1State*, kSha1Lanes> /*states*/,
               std::array<const std::uint8_t*, kSha1Lanes> /*messages*/,
               std::size_t /*blocks*/) noexcept {
    std::abort();
}

#endif

} // namespace vitrine::rtp
