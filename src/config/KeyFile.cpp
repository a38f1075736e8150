// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/KeyFile.hpp"

#include "config/Shown.hpp"
#include "util/Text.hpp"

#include <glib.h>

#include <algorithm>
#include <map>
#include <optional>

namespace vitrine::config {

namespace {

/// With this many problems a text is something else altogether; reading on helps nobody.
constexpr std::size_t kEnoughProblems = 1000;

std::string quoted(std::string_view word) {
    return '"' + shownName(word) + '"';
}

/// What makes a text no text at all, if anything does.
std::optional<Problem> checkText(std::string_view text) {
    const auto lineOf = [&](std::size_t offset) {
        return static_cast<unsigned>(1 + std::count(text.begin(), text.begin() + offset, '\n'));
    };
    if (text.size() > kMaxTextSize)
        return Problem{0, "is larger than 1 MiB, the most a configuration file may have"};
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return Problem{lineOf(nul), "holds a NUL byte; this is not a text file"};
    const char* end = nullptr;
    if (!g_utf8_validate(text.data(), static_cast<gssize>(text.size()), &end))
        return Problem{lineOf(static_cast<std::size_t>(end - text.data())),
                       "is not UTF-8 text; save the file in the UTF-8 encoding"};
    return std::nullopt;
}

/// Undoes the escapes of a value; nothing when one of them is unknown.
std::optional<std::string> unescape(std::string_view value) {
    constexpr std::string_view kLetters = "sntr\\";
    constexpr std::string_view kMeanings = " \n\t\r\\";
    std::string out;
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\\') {
            out += value[i];
            continue;
        }
        const auto letter = ++i < value.size() ? kLetters.find(value[i]) : std::string_view::npos;
        if (letter == std::string_view::npos)
            return std::nullopt;
        out += kMeanings[letter];
    }
    return out;
}

/// Reads line by line; remembers where names were first seen.
class Reader {
  public:
    void readLine(std::string_view text) {
        ++line_;
        text = util::trim(text);
        if (text.empty() || text.front() == '#')
            return;
        if (text.front() == '[')
            readGroup(text);
        else
            readEntry(text);
    }

    bool goesOn() const noexcept { return file_.problems.size() < kEnoughProblems; }

    KeyFile finish() { return std::move(file_); }

  private:
    void problem(std::string text) { file_.problems.push_back({line_, std::move(text)}); }

    void readGroup(std::string_view text) {
        keys_.clear();
        // Entries below a broken header must not fall to the group above it.
        inGroup_ = false;
        headerSeen_ = true;
        if (text.back() != ']' || text.find_first_of("[]", 1) != text.size() - 1)
            return problem("this line opens a group but is not [name]; a comment needs a line of "
                           "its own");
        const auto name = util::join(util::split(text.substr(1, text.size() - 2), ' '), " ");
        if (name.empty())
            return problem("the group has no name");
        const auto [first, isNew] = groups_.try_emplace(name, line_);
        if (!isNew)
            problem("the group [" + shownName(name) +
                    "] stands twice in this file; the first is on line " +
                    std::to_string(first->second) + "; put all its keys there");
        file_.groups.push_back({name, line_, {}});
        inGroup_ = true;
    }

    void readEntry(std::string_view text) {
        const auto equals = text.find('=');
        if (equals == std::string_view::npos)
            return problem("this line is not a comment (#), a group ([name]) or key = value");
        const auto key = util::trim(text.substr(0, equals));
        if (key.empty())
            return problem("there is no key before the '='");
        if (!headerSeen_)
            return problem("the key " + quoted(key) +
                           " stands before the first group; put it "
                           "below a line such as [server]");
        if (!inGroup_)
            return;
        auto& group = file_.groups.back();
        const auto where = "[" + shownName(group.name) + "] ";
        const auto [first, isNew] = keys_.try_emplace(std::string{key}, line_);
        if (!isNew)
            problem(where + "the key " + quoted(key) + " stands twice; the first is on line " +
                    std::to_string(first->second));
        auto value = unescape(util::trim(text.substr(equals + 1)));
        if (!value)
            problem(where + shownName(key) +
                    ": a backslash starts an unknown escape; allowed: \\s \\n \\t \\r, and "
                    "\\\\ for a backslash");
        group.entries.push_back({std::string{key}, value.value_or(""), line_, !value});
    }

    KeyFile file_;
    unsigned line_ = 0;
    bool headerSeen_ = false;
    bool inGroup_ = false;
    std::map<std::string, unsigned> groups_;
    std::map<std::string, unsigned> keys_;
};

} // namespace

KeyFile readKeyFile(std::string_view text) {
    if (auto problem = checkText(text))
        return {{}, {std::move(*problem)}};
    // Some editors begin a UTF-8 file with a byte order mark.
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.substr(0, kMark.size()) == kMark)
        text.remove_prefix(kMark.size());
    Reader reader;
    while (!text.empty() && reader.goesOn()) {
        const auto end = std::min(text.find('\n'), text.size());
        reader.readLine(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.finish();
}

} // namespace vitrine::config
