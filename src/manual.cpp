// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// manual program | manual configuration docs/config.md: writes a manual page to standard output.
// Part of the build; installed is what it wrote.
#include "config/Manual.hpp"
#include "Version.hpp"
#include "config/Files.hpp"

#include <iostream>
#include <string_view>

using namespace vitrine::config;

int main(int argc, char** argv) {
    try {
        const std::string_view page = argc > 1 ? argv[1] : "";
        if (page == "program" && argc == 2) {
            std::cout << programManual(VITRINE_VERSION);
            return 0;
        }
        if (page == "configuration" && argc == 3) {
            const auto markdown = readFile(argv[2]);
            if (!markdown)
                throw std::runtime_error(std::string{argv[2]} + " " + markdown.error().message);
            std::cout << configurationManual(VITRINE_VERSION, markdown.value());
            return 0;
        }
        std::cerr << "usage: manual program | manual configuration docs/config.md\n";
        return 64;
    } catch (const std::exception& error) {
        std::cerr << "manual: " << error.what() << '\n';
        return 70;
    }
}
