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
    std::string_view name;
    bool Options::*field;
};

constexpr std::array kFlags{
    Flag{"--check-config", &Options::checkConfig},
    Flag{"--list-devices", &Options::listDevices},
    Flag{"--version", &Options::version},
    Flag{"--help", &Options::help},
};

util::Error wrong(std::string message) {
    return {"usage", std::move(message)};
}

util::Error unknown(std::string_view argument) {
    std::vector<std::string> names{std::string{kConfig} + " FILE"};
    std::vector<std::string> words{std::string{kConfig}};
    for (const auto& flag : kFlags) {
        names.emplace_back(flag.name);
        words.emplace_back(flag.name);
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
        const auto* const flag = std::find_if(kFlags.begin(), kFlags.end(),
                                              [&](const Flag& each) { return each.name == name; });
        if (flag == kFlags.end())
            return unknown(argument);
        if (equals != std::string_view::npos)
            return wrong(std::string{name} + " takes no value");
        options.*flag->field = true;
    }
    if (options.checkConfig && options.listDevices && !options.help && !options.version)
        return wrong("--check-config and --list-devices cannot be asked for at once");
    return options;
}

util::Result<Options> parseCommandLine(int argc, const char* const* argv) {
    std::vector<std::string> arguments;
    for (int i = 1; i < argc; ++i)
        arguments.emplace_back(argv[i]);
    return parseCommandLine(arguments);
}

std::string helpText() {
    return R"(Usage: vitrine [--config FILE] [--check-config] [--list-devices] [--version] [--help]

Shows cameras in any browser, now.

  --config FILE    read FILE and FILE.d/*.conf instead of /etc/vitrine/vitrine.conf and
                   /etc/vitrine/vitrine.conf.d/*.conf; - reads standard input
  --check-config   check the configuration, say what it holds, and exit
  --list-devices   list the cameras this machine has, and exit
  --version        print the version, and exit
  --help           print this text, and exit

Without any configuration a test picture is shown on http://127.0.0.1:8080/.

Exit codes: 0 success, 64 wrong usage, 69 cannot listen, 70 internal fault, 78 wrong configuration.
)";
}

} // namespace vitrine::config
