// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/PeerKey.hpp"

#include <gio/gio.h>

#include <memory>
#include <string_view>

namespace vitrine::util {
namespace {

constexpr std::string_view kMapped("\0\0\0\0\0\0\0\0\0\0\xFF\xFF", 12); // RFC 4291, section 2.5.5.2
constexpr std::size_t kPrefix = 8;
constexpr char kLoopbackNet = 127;

} // namespace

std::string peerKey(const std::string& address) {
    const std::unique_ptr<GInetAddress, decltype(&g_object_unref)> parsed(
        g_inet_address_new_from_string(address.c_str()), g_object_unref);
    if (!parsed || g_inet_address_get_is_loopback(parsed.get()))
        return {};
    const std::string_view bytes(
        reinterpret_cast<const char*>(g_inet_address_to_bytes(parsed.get())),
        g_inet_address_get_native_size(parsed.get()));
    if (!bytes.starts_with(kMapped))
        return std::string(g_inet_address_get_family(parsed.get()) == G_SOCKET_FAMILY_IPV6
                               ? bytes.substr(0, kPrefix)
                               : bytes);
    const auto v4 = bytes.substr(kMapped.size());
    return v4.front() == kLoopbackNet ? std::string{} : std::string(v4);
}

} // namespace vitrine::util
