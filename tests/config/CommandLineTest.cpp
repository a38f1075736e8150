// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/CommandLine.hpp"
#include "util/ExitCode.hpp"

#include <string>
#include <vector>

using namespace vitrine::config;
using Arguments = std::vector<std::string>;

TEST_CASE("the command line becomes options") {
    struct Row {
        Arguments arguments;
        Options options;
    };
    const std::vector<Row> rows{
        {{}, {}},
        {{"--config", "a.conf"}, {"a.conf"}},
        {{"--config=a=b.conf"}, {"a=b.conf"}},
        {{"--config", "-"}, {"-"}},
        {{"--check-config", "--config", "a.conf"}, {"a.conf", true}},
        {{"--list-devices"}, {std::nullopt, false, true}},
        {{"--hash-password"}, {.hashPassword = true}},
        {{"--new-token"}, {.newToken = true}},
        {{"--version"}, {.version = true}},
        {{"--help", "--check-config", "--list-devices"},
         {.checkConfig = true, .listDevices = true, .help = true}},
    };
    for (const auto& row : rows) {
        const auto options = parseCommandLine(row.arguments);
        REQUIRE(options);
        CHECK(options.value() == row.options);
    }
}

TEST_CASE("main's own arguments begin behind the program's name") {
    const char* const argv[] = {"vitrine", "--config", "x", nullptr};
    const auto options = parseCommandLine(3, argv);
    REQUIRE(options);
    CHECK(options.value().configFile == "x");
    CHECK(parseCommandLine(1, argv).value() == Options{});
    CHECK(parseCommandLine(0, argv).value() == Options{});
}

TEST_CASE("a wrong command line says what was meant and what is allowed") {
    struct Row {
        Arguments arguments;
        std::vector<std::string> words;
    };
    const std::vector<Row> rows{
        {{"--confg", "a"}, {"unknown option \"--confg\"", "did you mean \"--config\"?"}},
        {{"--confg=a-very-long-file-name"}, {"did you mean \"--config\"?"}},
        {{"--chek-config"}, {"did you mean \"--check-config\"?"}},
        {{"--list-device"}, {"did you mean \"--list-devices\"?"}},
        {{"-x"}, {"unknown option \"-x\"", "allowed: --config FILE, --check-config"}},
        {{"a.conf"}, {"unexpected argument \"a.conf\"", "allowed: --config FILE"}},
        {{""}, {"unexpected argument \"\""}},
        {{"--config"}, {"--config needs a file"}},
        {{"--config="}, {"--config needs a file"}},
        {{"--config", "--check-config"}, {"--config needs a file"}},
        {{"--config", "a", "--config=b"}, {"--config stands twice"}},
        {{"--check-config=yes"}, {"--check-config takes no value"}},
        {{"--check-config", "--list-devices"}, {"cannot be asked for at once"}},
    };
    for (const auto& row : rows) {
        const auto options = parseCommandLine(row.arguments);
        REQUIRE_FALSE(options);
        CHECK(options.error().code == "usage");
        for (const auto& word : row.words)
            CHECK_THAT(options.error().message, ContainsSubstring(word));
    }
}

TEST_CASE("the help names every option and exit code") {
    using vitrine::util::ExitCode;
    using vitrine::util::toInt;
    const auto help = helpText();
    for (const auto* option :
         {"--config FILE", "--check-config", "--list-devices", "--version", "--help"})
        CHECK_THAT(help, ContainsSubstring(std::string{"\n  "} + option + " "));
    for (const auto code :
         {ExitCode::Usage, ExitCode::CannotListen, ExitCode::Internal, ExitCode::Configuration})
        CHECK_THAT(help, ContainsSubstring(std::to_string(toInt(code))));
    CHECK(help.back() == '\n');
}
