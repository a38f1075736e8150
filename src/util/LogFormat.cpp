// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/LogFormat.hpp"

#include <array>

namespace vitrine::util::log {
namespace {

struct Style {
    const char* name;
    const char* colour;
    int priority; // syslog(3)
};

constexpr std::array<Style, 4> kStyles{{
    {"error", "\033[31m", 3},
    {"warning", "\033[33m", 4},
    {"info", "", 6},
    {"debug", "\033[2m", 7},
}};

const Style& styleOf(Level level) {
    return kStyles[static_cast<std::size_t>(level)];
}

std::string spoken(const Line& line) {
    return std::string(line.about.room()) + ": " + line.text;
}

// The compiler is told of a source by its way from the build directory, which lies within the tree.
std::string_view inTree(std::string_view path) {
    const auto up = path.rfind("../");
    return up == std::string_view::npos ? path : path.substr(up + 3);
}

} // namespace

std::string terminalLine(const Line& line, std::string_view clock, bool colour) {
    const auto& style = styleOf(line.level);
    const bool painted = colour && *style.colour;
    return std::string(clock) + ' ' + (painted ? style.colour : "") + style.name + ' ' +
           spoken(line) + (painted ? "\033[0m" : "") + '\n';
}

std::string prefixedLine(const Line& line) {
    return '<' + std::to_string(styleOf(line.level).priority) + '>' + spoken(line) + '\n';
}

std::vector<std::string> journalFields(const Line& line) {
    const auto& about = line.about;
    std::vector<std::string> fields{
        "MESSAGE=" + spoken(line),
        "PRIORITY=" + std::to_string(styleOf(line.level).priority),
        "SYSLOG_IDENTIFIER=vitrine",
        std::string("ROOM=") + about.room(),
    };
    const auto add = [&fields](const char* name, std::string_view value) {
        if (!value.empty())
            fields.push_back(name + std::string(value));
    };
    add("CAMERA=", about.camera());
    add("VIEWER=", about.viewer() != 0 ? std::to_string(about.viewer()) : "");
    add("MESSAGE_ID=", about.messageId());
    add("CODE_FILE=", inTree(about.where().file));
    add("CODE_LINE=", std::to_string(about.where().line));
    add("CODE_FUNC=", about.where().function);
    return fields;
}

std::string onOneLine(std::string_view text) {
    constexpr char kDelete = 0x7F;
    std::string line(text);
    for (auto& c : line)
        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
        else if ((c >= 0 && c < ' ') || c == kDelete)
            c = '?';
    return line;
}

bool namesStream(const char* journalStream, dev_t device, ino_t inode) {
    return journalStream && journalStream == std::to_string(device) + ':' + std::to_string(inode);
}

bool wantsColour(const char* noColor, const char* term) {
    return (!noColor || !*noColor) && term && std::string_view(term) != "dumb";
}

} // namespace vitrine::util::log
