// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Roff.hpp"

#include <algorithm>

#include <glib.h>

namespace vitrine::config::roff {

namespace {

// A backslash would begin an escape; groff draws the others as typographic signs unless they are
// named (groff_char(7)).
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\(rs";
        else if (c == '\'')
            out += "\\(aq";
        else if (c == '~')
            out += "\\(ti";
        else if (c == '^')
            out += "\\(ha";
        else if (c == '`')
            out += "\\(ga";
        else
            out += c;
    }
    return out;
}

// What is typed has minus signs, not hyphens: it can be copied from the page.
std::string typed(std::string_view text) {
    std::string out;
    for (const char c : escaped(text))
        out += c == '-' ? std::string{"\\-"} : std::string(1, c);
    return out;
}

} // namespace

std::string plain(std::string_view text) {
    // At a line's beginning a dot would begin a request.
    const bool request = !text.empty() && text.front() == '.';
    return (request ? "\\&" : "") + escaped(text);
}

std::string bold(std::string_view text) {
    return "\\fB" + typed(text) + "\\fR";
}

std::string inlineMarkdown(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto mark = std::min(text.find_first_of("`["), text.size());
        out += out.empty() ? plain(text.substr(0, mark)) : escaped(text.substr(0, mark));
        text.remove_prefix(mark);
        if (text.empty())
            break;
        const bool code = text.front() == '`';
        const auto end = text.find(code ? "`" : "](", 1);
        const auto close = code ? end : text.find(')', end == text.npos ? 0 : end);
        if (end == text.npos || close == text.npos || (!code && text.find(']') != end)) {
            out += escaped(text.substr(0, 1)); // only a bracket, as in [server]
            text.remove_prefix(1);
            continue;
        }
        const auto words = text.substr(1, end - 1);
        out += code ? bold(words) : escaped(words);
        text.remove_prefix(close + 1);
    }
    return out;
}

std::string head(std::string_view name, unsigned section, std::string_view version,
                 std::string_view what) {
    std::string title{name};
    std::transform(title.begin(), title.end(), title.begin(), g_ascii_toupper);
    // No date: a page that is built twice is the same.
    return ".TH " + title + " " + std::to_string(section) + " \"\" \"vitrine " +
           std::string{version} + "\" \"Vitrine\"\n.SH NAME\n" + std::string{name} + " \\- " +
           plain(what) + "\n";
}

std::string section(std::string_view title) {
    std::string text{title};
    std::transform(text.begin(), text.end(), text.begin(), g_ascii_toupper);
    return ".SH " + typed(text) + "\n";
}

std::string subsection(std::string_view title) {
    return ".SS " + typed(title) + "\n";
}

std::string term(std::string_view formattedTerm, std::string_view formattedText) {
    return ".TP\n" + std::string{formattedTerm} + "\n" + std::string{formattedText} + "\n";
}

} // namespace vitrine::config::roff
