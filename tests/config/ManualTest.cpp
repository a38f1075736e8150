// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/CommandLine.hpp"
#include "config/Files.hpp"
#include "config/Manual.hpp"
#include "config/Roff.hpp"
#include "config/Schema.hpp"

#include <stdexcept>
#include <string>

using namespace vitrine::config;

namespace {

std::string documentation() {
    auto text = readFile(std::string{VITRINE_SOURCE_DIR} + "/docs/config.md");
    REQUIRE(text);
    return std::move(text).value();
}

std::string complaintAbout(const std::string& markdown) {
    try {
        return "none; the page is " + configurationManual("1", markdown).substr(0, 100);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

/// What is written in the first place replaced by what is written in the second.
std::string with(std::string text, const std::string& before, const std::string& after) {
    const auto at = text.find(before);
    REQUIRE(at != std::string::npos);
    return text.replace(at, before.size(), after);
}

} // namespace

TEST_CASE("text is told from markup") {
    CHECK(roff::plain(".SH not a title") == "\\&.SH not a title");
    CHECK(roff::plain("a\\b it's ~ ^ `") == "a\\(rsb it\\(aqs \\(ti \\(ha \\(ga");
    CHECK(roff::bold("--check-config") == "\\fB\\-\\-check\\-config\\fR");
    CHECK(roff::inlineMarkdown("`a-b` and [c](d.md) in [server]; [ice] `") ==
          "\\fBa\\-b\\fR and c in [server]; [ice] \\(ga");
    CHECK(roff::inlineMarkdown("a. `.b` [x] (y)") == "a. \\fB.b\\fR [x] (y)");
    CHECK(roff::section("[camera ID]") == ".SH [CAMERA ID]\n");
    CHECK_THAT(roff::head("a.conf", 5, "1.2", "what it is"),
               ContainsSubstring(".TH A.CONF 5 \"\" \"vitrine 1.2\""));
}

TEST_CASE("vitrine(1) has every option and exit code as --help tells them") {
    const auto page = programManual("1.2.3");
    CHECK_THAT(page, ContainsSubstring("vitrine 1.2.3"));
    for (const auto& option : optionTexts())
        CHECK_THAT(page, ContainsSubstring(".TP\n" + roff::bold(option.name) + "\n" +
                                           roff::plain(option.doc) + "\n"));
    for (const auto& exit : exitTexts())
        CHECK_THAT(page, ContainsSubstring(
                             ".TP\n" + roff::bold(std::to_string(vitrine::util::toInt(exit.code))) +
                             "\n" + roff::plain(exit.doc) + "\n"));
}

TEST_CASE("vitrine.conf(5) has every key as the schema tells it, below its group") {
    const auto page = configurationManual("1.2.3", documentation());
    for (const auto& key : schema()) {
        INFO(key.name);
        const auto group = page.find(roff::section("[" + std::string{groupTitle(key.group)} + "]"));
        REQUIRE(group != std::string::npos);
        const auto at = page.find(".TP\n" + roff::bold(key.name) + " (" + key.type + ")\n" +
                                  roff::plain(key.doc) + "\n");
        REQUIRE(at != std::string::npos);
        CHECK(page.rfind(".SH ", at) == group);
        CHECK_THAT(page.substr(at, 600), ContainsSubstring(roff::plain(key.allowed)));
    }
    CHECK_THAT(page, ContainsSubstring("A GLib key file"));
    // No row of a table is left as it was.
    CHECK(page.find("\n|") == std::string::npos);
}

TEST_CASE("documentation that differs from the schema makes no page") {
    CHECK_THAT(complaintAbout(with(documentation(), "| `linger`", "| `lingers`")),
               ContainsSubstring("there is no key lingers in [camera ID]"));
    CHECK_THAT(complaintAbout(with(documentation(), "| `linger`", "linger")),
               ContainsSubstring("does not have the key linger"));
    CHECK_THAT(complaintAbout(with(documentation(), "## [limits]", "## [bounds]")),
               ContainsSubstring("there is no key viewers in [bounds]"));
}
