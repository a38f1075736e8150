// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/ReloadReport.hpp"

#include "http/Json.hpp"
#include "util/Text.hpp"

namespace vitrine::http {
namespace {

void addList(JsonBuilder* json, const char* name, const std::vector<std::string>& words) {
    json_builder_set_member_name(json, name);
    json_builder_begin_array(json);
    for (const auto& word : words)
        json_builder_add_string_value(json, word.c_str());
    json_builder_end_array(json);
}

} // namespace

std::string reloadJson(const ReloadReport& report) {
    return jsonText([&](JsonBuilder* json) {
        json_builder_begin_object(json);
        json_builder_set_member_name(json, "cameras");
        json_builder_begin_object(json);
        addList(json, "added", report.cameras.added);
        addList(json, "removed", report.cameras.removed);
        addList(json, "changed", report.cameras.changed);
        addList(json, "restarted", report.cameras.restarted);
        json_builder_end_object(json);
        addFlag(json, "limits", report.limits);
        addFlag(json, "log", report.log);
        addFlag(json, "users", report.users);
        addFlag(json, "outlets", report.outlets);
        addFlag(json, "certificate", report.certificate);
        addList(json, "needRestart", report.needRestart);
        json_builder_end_object(json);
    });
}

std::string reloadText(const ReloadReport& report) {
    std::vector<std::string> parts;
    const auto tell = [&](const char* what, const std::vector<std::string>& ids) {
        if (!ids.empty())
            parts.push_back(what + util::join(ids));
    };
    tell("added ", report.cameras.added);
    tell("removed ", report.cameras.removed);
    tell("changed ", report.cameras.changed);
    tell("for that started anew ", report.cameras.restarted);
    if (report.limits)
        parts.emplace_back("other limits");
    if (report.log)
        parts.emplace_back("another log");
    if (report.users)
        parts.emplace_back("other users");
    if (report.outlets)
        parts.emplace_back("other things are published");
    if (report.certificate)
        parts.emplace_back("another certificate");
    return parts.empty() ? "nothing is different" : util::join(parts, "; ");
}

} // namespace vitrine::http
