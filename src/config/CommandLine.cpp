// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/CommandLine.hpp"

#include "util/Text.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace vitrine::config {

namespace {

constexpr std::string_view kConfig = "--config";

struct Flag {
    OptionText text;
    bool Options::*field;
};

constexpr std::array kFlags{
    Flag{{"--check-config", "check the configuration, say what it holds, and exit"},
         &Options::checkConfig},
    Flag{{"--list-devices", "list the cameras this machine has, and exit"}, &Options::listDevices},
    Flag{{"--hash-password", "read a password, print its hash for [user NAME], and exit"},
         &Options::hashPassword},
    Flag{{"--new-token", "print a new bearer token and its digest for [user NAME], and exit"},
         &Options::newToken},
    Flag{{"--version", "print the version, and exit"}, &Options::version},
    Flag{{"--help", "print this text, and exit"}, &Options::help},
};

constexpr OptionText kConfigText{
    "--config FILE", "read FILE and FILE.d/*.conf instead of /etc/vitrine/vitrine.conf and "
                     "/etc/vitrine/vitrine.conf.d/*.conf; - reads standard input"};

/// `line`, then the words, broken before the 80th column and each further line indented by
/// `indent`.
std::string wrapped(std::string line, std::string_view words, std::size_t indent) {
    constexpr std::size_t kMost = 80;
    std::string text;
    bool first = true;
    for (const auto& word : util::split(words, ' ')) {
        if (!first && line.size() + 1 + word.size() > kMost) {
            text += line + "\n";
            line.assign(indent, ' ');
            first = true;
        }
        line += (first ? "" : " ") + word;
        first = false;
    }
    return text + line + "\n";
}

util::Error wrong(std::string message) {
    return {"usage", std::move(message)};
}

util::Error unknown(std::string_view argument) {
    std::vector<std::string> names;
    std::vector<std::string> words;
    for (const auto& option : optionTexts()) {
        names.emplace_back(option.name);
        words.emplace_back(option.name.substr(0, option.name.find(' ')));
    }
    const bool option = argument.size() > 1 && argument.front() == '-';
    auto message = std::string{option ? "unknown option" : "unexpected argument"} + " \"" +
                   util::shorten(argument, 64) + "\"";
    // A value does not count: --confg=FILE is as near to --config as --confg is.
    const auto word = util::shorten(argument.substr(0, argument.find('=')), 64);
    if (const auto nearest = util::nearestWord(word, words); !nearest.empty())
        message += "; did you mean \"" + nearest + "\"?";
    return wrong(message + "; allowed: " + util::join(names));
}

} // namespace

util::Result<Options> parseCommandLine(std::span<const std::string> arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const auto equals = argument.find('=');
        const auto name = argument.substr(0, equals);
        if (name == kConfig) {
            if (options.configFile)
                return wrong("--config stands twice; only one file can be given");
            std::string file;
            if (equals != std::string_view::npos)
                file = argument.substr(equals + 1);
            else if (++i < arguments.size())
                file = arguments[i];
            // An option in its place means that the file was forgotten; "-" is standard input.
            if (file.empty() || file.substr(0, 2) == "--")
                return wrong("--config needs a file: --config FILE, or --config - for standard "
                             "input");
            options.configFile = std::move(file);
            continue;
        }
        const auto* const flag = std::find_if(
            kFlags.begin(), kFlags.end(), [&](const Flag& each) { return each.text.name == name; });
        if (flag == kFlags.end())
            return unknown(argument);
        if (equals != std::string_view::npos)
            return wrong(std::string{name} + " takes no value");
        options.*flag->field = true;
    }
    if (options.help || options.version)
        return options;
    std::vector<std::string> asked;
    for (const auto& flag : kFlags)
        if (options.*flag.field)
            asked.emplace_back(flag.text.name);
    if (asked.size() > 1)
        return wrong(asked[0] + " and " + asked[1] + " cannot be asked for at once");
    return options;
}

util::Result<Options> parseCommandLine(int argc, const char* const* argv) {
    std::vector<std::string> arguments;
    for (int i = 1; i < argc; ++i)
        arguments.emplace_back(argv[i]);
    return parseCommandLine(arguments);
}

std::vector<OptionText> optionTexts() {
    std::vector<OptionText> texts{kConfigText};
    for (const auto& flag : kFlags)
        texts.push_back(flag.text);
    return texts;
}

std::span<const ExitText> exitTexts() noexcept {
    static constexpr std::array kTexts{
        ExitText{util::ExitCode::Ok, "success"}, ExitText{util::ExitCode::Usage, "wrong usage"},
        ExitText{util::ExitCode::CannotListen, "cannot listen"},
        ExitText{util::ExitCode::Internal, "internal fault"},
        ExitText{util::ExitCode::Configuration, "wrong configuration"}};
    return kTexts;
}

std::string helpText() {
    constexpr std::size_t kDocColumn = 19;
    std::string usage = "Usage: vitrine";
    std::string options;
    for (const auto& option : optionTexts()) {
        usage += " [" + std::string{option.name} + "]";
        auto line = "  " + std::string{option.name};
        line.resize(std::max(line.size() + 1, kDocColumn), ' ');
        options += wrapped(line, option.doc, kDocColumn);
    }
    std::vector<std::string> exits;
    for (const auto& exit : exitTexts())
        exits.push_back(std::to_string(util::toInt(exit.code)) + " " + std::string{exit.doc});
    return usage + "\n\n" + std::string{kPurpose} + "\n\n" + options + "\n" +
           std::string{kWithoutConfiguration} + "\n\nExit codes: " + util::join(exits) + ".\n";
}

} // namespace vitrine::config
