// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
// The functions of one hash, without EVP around them, are deprecated since OpenSSL 3.0, and there.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "rtp/HmacSha1.hpp"

#include "rtp/ByteOrder.hpp"

#include <algorithm>
#include <cassert>

#include <openssl/sha.h>

namespace vitrine::rtp {
namespace {

constexpr std::uint8_t kInnerPad = 0x36;
constexpr std::uint8_t kOuterPad = 0x5C;

Sha1State hashed(std::span<const std::uint8_t> key, std::uint8_t pad) {
    assert(key.size() <= kSha1BlockBytes);
    std::array<std::uint8_t, kSha1BlockBytes> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (auto& byte : block)
        byte ^= pad;
    SHA_CTX state;
    SHA1_Init(&state);
    SHA1_Update(&state, block.data(), block.size());
    return {state.h0, state.h1, state.h2, state.h3, state.h4};
}

/// OpenSSL's state after one block, the key's.
SHA_CTX continued(const Sha1State& state) {
    SHA_CTX context{};
    context.h0 = state[0];
    context.h1 = state[1];
    context.h2 = state[2];
    context.h3 = state[3];
    context.h4 = state[4];
    context.Nl = 8 * kSha1BlockBytes;
    return context;
}

/// A message's end as SHA-1 has it (FIPS 180-4, section 5.1.1), behind the key's block: what fills
/// no block, a bit, zeros, and the length.
class Ending {
  public:
    void of(HmacSha1::Message message) {
        const auto rest = message.last(message.size() % kSha1BlockBytes);
        std::copy(rest.begin(), rest.end(), bytes_.begin());
        std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(rest.size()), bytes_.end(),
                  std::uint8_t{0});
        bytes_[rest.size()] = 0x80;
        size_ = rest.size() + 9 <= kSha1BlockBytes ? kSha1BlockBytes : 2 * kSha1BlockBytes;
        writeU32(&bytes_[size_ - 4],
                 static_cast<std::uint32_t>(8 * (kSha1BlockBytes + message.size())));
    }
    HmacSha1::Message blocks() const noexcept { return std::span(bytes_).first(size_); }

  private:
    std::array<std::uint8_t, 2 * kSha1BlockBytes> bytes_;
    std::size_t size_ = 0;
};

/// Messages that are hashed side by side; a lane whose message has ended goes along for nothing.
class Lanes {
  public:
    explicit Lanes(const Sha1State& first) { states_.fill(first); }

    /// The whole blocks of each.
    void hash(std::span<const HmacSha1::Message> messages) {
        std::array<HmacSha1::Message, kSha1Lanes> rest{};
        std::ranges::copy(messages, rest.begin());
        while (const auto blocks = fewestBlocks(rest))
            hashSome(rest, blocks);
    }
    const Sha1State& operator[](std::size_t lane) const noexcept { return states_[lane]; }

  private:
    using Rest = std::array<HmacSha1::Message, kSha1Lanes>;

    // Of those that have any.
    static std::size_t fewestBlocks(const Rest& rest) noexcept {
        std::size_t fewest = 0;
        for (const auto& message : rest)
            if (const auto blocks = message.size() / kSha1BlockBytes;
                blocks != 0 && (fewest == 0 || blocks < fewest))
                fewest = blocks;
        return fewest;
    }
    void hashSome(Rest& rest, std::size_t blocks) noexcept {
        const auto has = [](const auto& message) {
            return message.size() >= kSha1BlockBytes;
        };
        const auto* const some = std::ranges::find_if(rest, has)->data();
        Sha1State nobody{};
        std::array<Sha1State*, kSha1Lanes> states{};
        std::array<const std::uint8_t*, kSha1Lanes> messages{};
        for (std::size_t lane = 0; lane < kSha1Lanes; ++lane) {
            states[lane] = has(rest[lane]) ? &states_[lane] : &nobody;
            messages[lane] = has(rest[lane]) ? rest[lane].data() : some;
            if (has(rest[lane]))
                rest[lane] = rest[lane].subspan(blocks * kSha1BlockBytes);
        }
        sha1Lanes(states, messages, blocks);
    }

    std::array<Sha1State, kSha1Lanes> states_;
};

HmacSha1::Digest digestOf(const Sha1State& state) {
    HmacSha1::Digest digest{};
    for (std::size_t i = 0; i < state.size(); ++i)
        writeU32(&digest[4 * i], state[i]);
    return digest;
}

} // namespace

HmacSha1::HmacSha1(std::span<const std::uint8_t> key)
    : inner_(hashed(key, kInnerPad))
    , outer_(hashed(key, kOuterPad)) {}

HmacSha1::Digest HmacSha1::operator()(Message message) const {
    Digest digest{};
    auto state = continued(inner_);
    SHA1_Update(&state, message.data(), message.size());
    SHA1_Final(digest.data(), &state);
    state = continued(outer_);
    SHA1_Update(&state, digest.data(), digest.size());
    SHA1_Final(digest.data(), &state);
    return digest;
}

void HmacSha1::operator()(std::span<const Message> messages, std::span<Digest> digests) const {
    assert(messages.size() == digests.size());
    while (!messages.empty()) {
        const auto some = std::min(messages.size(), haveSha1Lanes() ? kSha1Lanes : 1);
        if (some == 1)
            digests[0] = (*this)(messages[0]);
        else
            inLanes(messages.first(some), digests.first(some));
        messages = messages.subspan(some);
        digests = digests.subspan(some);
    }
}

void HmacSha1::inLanes(std::span<const Message> messages, std::span<Digest> digests) const {
    std::array<Ending, kSha1Lanes> endings;
    std::array<Message, kSha1Lanes> ends{};
    const auto end = [&](std::size_t lane, Message message) {
        endings[lane].of(message);
        ends[lane] = endings[lane].blocks();
    };
    Lanes inner(inner_);
    inner.hash(messages);
    for (std::size_t i = 0; i < messages.size(); ++i)
        end(i, messages[i]);
    inner.hash(ends);

    Lanes outer(outer_);
    for (std::size_t i = 0; i < messages.size(); ++i)
        end(i, digests[i] = digestOf(inner[i]));
    outer.hash(ends);
    for (std::size_t i = 0; i < messages.size(); ++i)
        digests[i] = digestOf(outer[i]);
}

} // namespace vitrine::rtp
