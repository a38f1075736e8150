// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/Files.hpp"
#include "config/Loader.hpp"
#include "config/Schema.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace vitrine::config;

namespace {

std::string sourceFile(const std::string& name) {
    auto text = readFile(std::string{VITRINE_SOURCE_DIR} + "/" + name);
    REQUIRE(text);
    return std::move(text).value();
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

/// "[camera ID] width" of every key, in the order of the schema.
std::vector<std::string> allKeys() {
    std::vector<std::string> keys;
    for (const auto& key : schema())
        keys.push_back("[" + std::string{groupTitle(key.group)} + "] " + key.name);
    return keys;
}

/// "[camera ID]" for "[camera".
std::string namedGroup(const std::string& begin) {
    for (const auto kind :
         {GroupKind::Camera, GroupKind::User, GroupKind::Publish, GroupKind::Forward}) {
        const auto title = "[" + std::string{groupTitle(kind)} + "]";
        if (title.rfind(begin + " ", 0) == 0)
            return title;
    }
    return begin;
}

/// The row that the documentation has of a key.
std::string documentationRow(const Key& key) {
    const auto fallback = key.defaultText.empty() ? key.unset : "`" + key.defaultText + "`";
    return "| `" + key.name + "` | " + key.type + " | " + fallback + " | " + key.allowed + " | " +
           key.doc + " |";
}

} // namespace

TEST_CASE("every default of the schema is accepted and is what holds without the key") {
    for (const auto& key : schema()) {
        INFO(key.name);
        CHECK(key.defaultText.empty() != key.unset.empty());
        CHECK_FALSE(key.allowed.empty());
        CHECK_FALSE(key.type.empty());
        CHECK(key.doc.back() == '.');
        if (key.defaultText.empty())
            continue;
        Config config;
        Camera camera;
        User user;
        CHECK(key.set({config, &camera, &user}, key.defaultText).empty());
        CHECK(config.server == Server{});
        CHECK(config.ice == Ice{});
        CHECK(config.limits == Limits{});
        CHECK(config.log == vitrine::util::log::Levels{});
        CHECK(config.automatic == Automatic{});
        CHECK(camera == Camera{});
        CHECK(user == User{});
    }
}

TEST_CASE("no key stands twice in the schema") {
    for (const auto& key : schema())
        CHECK(findKey(key.group, key.name) == &key);
    CHECK(findKey(GroupKind::Server, "width") == nullptr);
}

TEST_CASE("the documentation has exactly the keys of the schema, each as the schema says") {
    std::vector<std::string> documented;
    std::vector<std::string> rows;
    std::string group;
    for (const auto& line : linesOf(sourceFile("docs/config.md"))) {
        if (line.rfind("## ", 0) == 0)
            group = line.substr(3);
        if (line.rfind("| `", 0) == 0) {
            documented.push_back(group + " " + line.substr(3, line.find('`', 3) - 3));
            rows.push_back(line);
        }
    }
    CHECK(documented == allKeys());
    for (const auto& key : schema()) {
        INFO("docs/config.md needs this row:\n" << documentationRow(key));
        CHECK(std::count(rows.begin(), rows.end(), documentationRow(key)) == 1);
    }
}

TEST_CASE("the installed file has exactly the keys of the schema, with their defaults") {
    std::vector<std::string> keys;
    std::string group;
    for (const auto& line : linesOf(sourceFile("data/vitrine.conf"))) {
        // "#[group]" is one that is commented out.
        if (const auto title = line.substr(line.rfind('#', 0) == 0 ? 1 : 0); title[0] == '[') {
            const auto blank = title.find(' ');
            group = blank == std::string::npos ? title : namedGroup(title.substr(0, blank));
        }
        const auto equals = line.find(" = ");
        // "#key = value" is a key that is commented out, "# words" a comment.
        if (equals == std::string::npos || line.rfind("# ", 0) == 0)
            continue;
        const auto name = line.substr(line[0] == '#' ? 1 : 0, equals - (line[0] == '#' ? 1 : 0));
        keys.push_back(group);
        keys.back().append(" ").append(name);
        INFO(line);
        const auto found = std::find_if(schema().begin(), schema().end(),
                                        [&](const Key& key) { return key.name == name; });
        REQUIRE(found != schema().end());
        if (line[0] == '#' && !found->defaultText.empty())
            CHECK(line.substr(equals + 3) == found->defaultText);
    }
    CHECK(keys == allKeys());
}

TEST_CASE("the installed file loads, as it is and with every key put in force") {
    const auto text = sourceFile("data/vitrine.conf");
    const auto installed = parseText("vitrine.conf", text);
    REQUIRE(installed);
    const auto embedded = parseText("embedded", embeddedDefault());
    REQUIRE(embedded);
    CHECK(installed.value().server == embedded.value().server);
    CHECK(installed.value().ice == embedded.value().ice);
    CHECK(installed.value().limits == embedded.value().limits);
    CHECK(installed.value().log == embedded.value().log);
    CHECK(installed.value().automatic == embedded.value().automatic);
    CHECK(installed.value().cameras == embedded.value().cameras);

    std::string inForce;
    for (const auto& line : linesOf(text))
        inForce +=
            (line.rfind("#", 0) == 0 && line.rfind("# ", 0) != 0 ? line.substr(1) : line) + "\n";
    const auto all = parseText("vitrine.conf", inForce);
    INFO((all ? std::string{} : all.error().message));
    REQUIRE(all);
    CHECK(all.value().ice.portRange.has_value());
    REQUIRE(all.value().cameras.size() == 1);
    auto recorded = all.value().cameras.front();
    CHECK_FALSE(std::exchange(recorded.record, {}).path.empty());
    CHECK(recorded == embedded.value().cameras.front());
}
