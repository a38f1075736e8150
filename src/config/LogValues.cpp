// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/LogValues.hpp"

#include "config/Shown.hpp"
#include "config/Values.hpp"
#include "util/Text.hpp"

namespace vitrine::config {

const std::vector<std::string>& logLevelWords() {
    static const std::vector<std::string> words{"error", "warning", "info", "debug"};
    return words;
}

const std::vector<std::string>& logRooms() {
    static const std::vector<std::string> rooms{"access",     "camera", "daemon",  "fanout",
                                                "gst",        "http",   "publish", "recording",
                                                "signalling", "viewer"};
    return rooms;
}

std::string parseLogLevel(std::string_view text, util::log::Level& out) {
    std::size_t place = 0;
    auto reason = parseWord(text, logLevelWords(), place);
    if (reason.empty())
        out = static_cast<util::log::Level>(place);
    return reason;
}

std::string parseLogRooms(std::string_view text,
                          std::map<std::string, util::log::Level, std::less<>>& out) {
    std::map<std::string, util::log::Level, std::less<>> rooms;
    for (const auto& part : util::split(text, ';')) {
        const auto colon = part.find(':');
        const auto room = std::string(util::trim(std::string_view(part).substr(0, colon)));
        const auto inPart = shownValue(part) + ": ";
        if (colon == std::string::npos)
            return inPart + "the level is missing";
        std::size_t place = 0;
        if (const auto reason = parseWord(room, logRooms(), place); !reason.empty())
            return inPart + "the room: " + reason;
        auto level = util::log::Level::Info;
        const auto word = util::trim(std::string_view(part).substr(colon + 1));
        if (const auto reason = parseLogLevel(word, level); !reason.empty())
            return inPart + "the level: " + reason;
        if (!rooms.emplace(room, level).second)
            return inPart + "the room stands there twice";
    }
    out = std::move(rooms);
    return {};
}

} // namespace vitrine::config
