// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Json.hpp"

#include "signalling/Grammar.hpp"

#include <array>
#include <cstdio>
#include <glib.h>

namespace vitrine::signalling {
namespace {

std::string at(const char* what, std::size_t offset) {
    return std::string{what} + " at byte " + std::to_string(offset);
}

// The signs JSON has outside of strings: structure, blanks, numbers, and true, false, null.
bool belongsOutside(char c) {
    constexpr std::string_view signs = "{}[]:, \t\r\n0123456789+-.Eeutrflasn";
    return signs.find(c) != std::string_view::npos;
}

// Steps over a string's inside, from after its opening quote to its closing one.
std::string skipString(std::string_view text, std::size_t& i) {
    for (const auto start = i; ++i < text.size();) {
        if (text[i] == '"')
            return {};
        if (static_cast<unsigned char>(text[i]) < 0x20)
            return at("there is a control character in the string", i);
        if (text[i] == '\\' && ++i >= text.size())
            return at("a string is not closed: it begins", start);
    }
    return "a string is not closed";
}

} // namespace

std::string jsonFault(std::string_view text) {
    if (text.empty())
        return "it is empty";
    if (!isUtf8(text))
        return "it is not UTF-8";
    std::string open;   // the brackets not closed yet
    bool ended = false; // the outermost one has been closed
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        // The parser would read the first object and leave the rest.
        if (ended && g_ascii_isspace(c) == 0)
            return at("there is more after the end", i);
        if (c == '"') {
            if (auto fault = skipString(text, i); !fault.empty())
                return fault;
        } else if (!belongsOutside(c)) {
            return at("there is a character that is no part of JSON", i);
        } else if (c == '{' || c == '[') {
            open += c;
            if (open.size() > kMaxJsonDepth)
                return "it is nested deeper than " + std::to_string(kMaxJsonDepth) + " levels";
        } else if (c == '}' || c == ']') {
            if (open.empty() || open.back() != (c == '}' ? '{' : '['))
                return at("a bracket closes what is not open", i);
            open.pop_back();
            ended = open.empty();
        }
    }
    return open.empty() ? std::string{} : "an object or array is not closed";
}

std::string jsonString(std::string_view text) {
    if (text.empty())
        return "\"\""; // an empty view may have no address, which GLib does not take
    auto* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string out = "\"";
    for (const char* c = valid; *c != '\0'; ++c) {
        const auto byte = static_cast<unsigned char>(*c);
        if (*c == '"' || *c == '\\') {
            (out += '\\') += *c;
        } else if (*c == '\n') {
            out += "\\n";
        } else if (*c == '\r') {
            out += "\\r";
        } else if (byte < 0x20 || byte == 0x7f) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
            out += escape.data();
        } else {
            out += *c;
        }
    }
    g_free(valid);
    return out + '"';
}

} // namespace vitrine::signalling
