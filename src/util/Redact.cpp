// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/Redact.hpp"

#include <algorithm>
#include <array>

namespace vitrine::util {

std::string redactUrls(std::string_view text) {
    constexpr std::string_view separator = "://";
    std::string out;
    out.reserve(text.size());
    for (;;) {
        const auto scheme = text.find(separator);
        if (scheme == std::string_view::npos)
            return out.append(text);
        const auto authority = scheme + separator.size();
        out.append(text.substr(0, authority));
        text.remove_prefix(authority);
        // The authority ends at the first of these (RFC 3986, section 3.2); a password may hold
        // an unescaped '@', so that the last one in it counts.
        const auto end = text.find_first_of("/?# \t\r\n\"'<>");
        const auto at = text.substr(0, end).rfind('@');
        if (at != std::string_view::npos) {
            out.append("***");
            text.remove_prefix(at);
        }
    }
}

namespace {

struct Secret {
    std::string_view name; // in lower case; what comes before its value
    bool wholeLine;        // else up to the next blank, quote or separator
};

constexpr std::array kSecrets{
    Secret{"authorization:", true}, Secret{"authenticate:", true},   Secret{"cookie:", true},
    Secret{"ice-pwd:", false},      Secret{"ice-pwd=", false},       Secret{"a=crypto:", true},
    Secret{"a=key-mgmt:", true},    Secret{"password=", false},      Secret{"password:", false},
    Secret{"passwd=", false},       Secret{"user-pw=", false},       Secret{"user-pw:", false},
    Secret{"srtp-key=", false},     Secret{"srtp-key:", false},      Secret{"keymgmt:", true},
    Secret{"key=(buffer)", false},  Secret{"key=(gstbuffer)", false}};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool beginsWith(std::string_view text, std::string_view name) {
    return text.size() >= name.size() && std::equal(name.begin(), name.end(), text.begin(),
                                                    [](char a, char b) { return a == lower(b); });
}

} // namespace

std::string redactSecrets(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto* secret = std::find_if(kSecrets.begin(), kSecrets.end(), [&](const auto& each) {
            return beginsWith(text, each.name);
        });
        if (secret == kSecrets.end()) {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        out.append(text.substr(0, secret->name.size())).append("***");
        text.remove_prefix(secret->name.size());
        if (const auto value = text.find_first_not_of(' '); value != std::string_view::npos)
            text.remove_prefix(value);
        const auto end = text.find_first_of(secret->wholeLine ? "\r\n" : " \t\r\n,;\"'\\");
        text.remove_prefix(std::min(end, text.size()));
    }
    return out;
}

} // namespace vitrine::util
