// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/Secret.hpp"

#include <glib.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <unistd.h>

namespace vitrine::access {
namespace {

constexpr std::size_t kDigestBytes = 32;

const guchar* bytesOf(std::string_view text) {
    return reinterpret_cast<const guchar*>(text.data());
}

} // namespace

std::string randomText(std::size_t bytes) {
    std::string raw(bytes, '\0');
    if (getentropy(raw.data(), raw.size()) != 0)
        throw std::runtime_error("the kernel gives no random bytes");
    return base64Url(raw);
}

std::string sha256(std::string_view text) {
    const std::unique_ptr<char, decltype(&g_free)> sum(
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytesOf(text), text.size()), g_free);
    return sum.get();
}

std::string signature(std::string_view key, std::string_view text) {
    const std::unique_ptr<GHmac, decltype(&g_hmac_unref)> hmac(
        g_hmac_new(G_CHECKSUM_SHA256, bytesOf(key), key.size()), g_hmac_unref);
    g_hmac_update(hmac.get(), bytesOf(text), static_cast<gssize>(text.size()));
    std::array<char, kDigestBytes> digest{};
    gsize size = digest.size();
    g_hmac_get_digest(hmac.get(), reinterpret_cast<guchar*>(digest.data()), &size);
    return base64Url({digest.data(), size});
}

bool sameSecret(std::string_view one, std::string_view other) {
    if (one.size() != other.size())
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
    return difference == 0;
}

std::string base64Url(std::string_view bytes) {
    const std::unique_ptr<char, decltype(&g_free)> plain(
        g_base64_encode(bytesOf(bytes), bytes.size()), g_free);
    std::string text(plain.get());
    text.erase(text.find_last_not_of('=') + 1);
    for (auto& c : text)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

} // namespace vitrine::access
