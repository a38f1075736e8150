// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Draft.hpp"

#include "config/Shown.hpp"
#include "util/Text.hpp"

#include <glib.h>

#include <algorithm>

namespace vitrine::config {

namespace {

constexpr std::string_view kCamera = "camera";
constexpr std::string_view kUser = "user";

/// With this many problems the rest is not looked at.
constexpr std::size_t kEnoughProblems = 1000;

std::string quote(std::string_view word) {
    return '"' + shownName(word) + '"';
}

std::string inGroup(std::string_view name) {
    return "[" + shownName(name) + "] ";
}

bool hasControlCharacter(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return g_ascii_iscntrl(c) && c != '\t'; });
}

/// "publish" of "publish NAME".
std::string_view wordOf(GroupKind kind) {
    const auto title = groupTitle(kind);
    return title.substr(0, title.find(' '));
}

std::string keyList(GroupKind kind) {
    return "; allowed: " + util::join(keyNames(kind));
}

/// What is wrong with an entry of a known key, if anything.
std::string setEntry(const Key& key, const std::string& value, Target target) {
    if (hasControlCharacter(value))
        return key.name + ": the value holds a control character";
    auto reason = key.set(target, value);
    if (reason.empty())
        return {};
    const auto shown =
        key.hidden ? std::string{"***"} : (key.secret ? shownUrl(value) : shownValue(value));
    auto text = key.name + " = " + shown + ": " + reason;
    // A source's own errors already say so where it helps.
    if (reason.find("allowed: ") == std::string::npos)
        text += "; allowed: " + key.allowed;
    if (value.find(" #") != std::string::npos)
        text += " (a comment needs a line of its own)";
    return text;
}

} // namespace

void Draft::add(std::string_view name, std::string_view text) {
    texts_.emplace_back(name);
    auto file = readKeyFile(text);
    for (auto& each : file.problems)
        problem(placeOf(each.line), std::move(each.text));
    for (const auto& group : file.groups)
        if (problems_.size() < kEnoughProblems)
            addGroup(group);
}

void Draft::addProblem(std::string_view name, std::string text) {
    texts_.emplace_back(name);
    problem(placeOf(0), std::move(text));
}

void Draft::addGroup(const KeyFileGroup& group) {
    for (const auto kind : {GroupKind::Server, GroupKind::Ice, GroupKind::Limits, GroupKind::Log,
                            GroupKind::Automatic, GroupKind::Elsewhere})
        if (group.name == groupTitle(kind))
            return addEntries(kind, group, {config_});
    const auto blank = group.name.find(' ');
    const auto word = group.name.substr(0, blank);
    const auto id = blank == std::string::npos ? std::string{} : group.name.substr(blank + 1);
    if (word == kCamera)
        return addCamera(group, id);
    if (word == kUser)
        return addUser(group, id);
    for (const auto kind : {GroupKind::Publish, GroupKind::Forward})
        if (word == wordOf(kind))
            return addOutlet(kind, group, id);

    const std::vector<std::string> words{
        "server",           "ice",     "limits", "log", "auto", std::string{kCamera},
        std::string{kUser}, "publish", "forward"};
    auto text = "unknown group [" + shownName(group.name) + "]";
    if (auto nearest = util::nearestWord(util::shorten(word, 64), words); !nearest.empty()) {
        if (nearest == kCamera)
            nearest += " " + (isCameraId(id) ? id : "ID");
        text += "; did you mean [" + nearest + "]?";
    }
    problem(placeOf(group.line),
            text + "; allowed: [server], [ice], [limits], [log], [auto], [camera ID], [user NAME], "
                   "[publish], [publish NAME], [forward NAME]");
}

void Draft::addCamera(const KeyFileGroup& group, const std::string& id) {
    if (!isCameraId(id)) {
        const auto what = id.empty() ? "[camera] needs an id"
                                     : inGroup(group.name) + "the id " + quote(id) + " is not one";
        problem(placeOf(group.line),
                what +
                    ", as in [camera front]; allowed: 1 to 63 of a-z, 0-9 and '-', not first '-'");
        // Its keys are checked all the same.
        Camera scratch;
        return addEntries(GroupKind::Camera, group, {config_, &scratch});
    }
    const auto [known, isNew] =
        cameras_.try_emplace(id, CameraNote{config_.cameras.size(), placeOf(group.line), false});
    if (isNew)
        config_.cameras.push_back(Camera{.id = id});
    auto& note = known->second;
    note.sourceGiven =
        note.sourceGiven || std::any_of(group.entries.begin(), group.entries.end(),
                                        [](const auto& entry) { return entry.key == "source"; });
    addEntries(GroupKind::Camera, group, {config_, &config_.cameras[note.index]});
}

void Draft::addEntries(GroupKind kind, const KeyFileGroup& group, Target target) {
    for (const auto& entry : group.entries) {
        if (problems_.size() >= kEnoughProblems)
            return;
        const auto* key = findKey(kind, entry.key);
        if (!key) {
            unknownKey(kind, group.name, entry);
        } else if (entry.broken) {
            continue;
        } else if (const auto reason = setEntry(*key, entry.value, target); !reason.empty()) {
            problem(placeOf(entry.line), inGroup(group.name) + reason);
        }
        if (key && kind != GroupKind::Camera)
            places_[{kind, key->name}] = placeOf(entry.line);
    }
}

void Draft::unknownKey(GroupKind kind, const std::string& group, const KeyFileEntry& entry) {
    auto text = inGroup(group) + "unknown key " + quote(entry.key);
    const auto names = keyNames(kind);
    const auto elsewhere = std::find_if(schema().begin(), schema().end(),
                                        [&](const Key& key) { return key.name == entry.key; });
    if (elsewhere != schema().end())
        text += "; it belongs to [" + std::string{groupTitle(elsewhere->group)} + "]";
    else if (const auto nearest = util::nearestWord(util::shorten(entry.key, 64), names);
             !nearest.empty())
        text += "; did you mean \"" + nearest + "\"?";
    problem(placeOf(entry.line), text + keyList(kind));
}

void Draft::problem(Place place, std::string text) {
    problems_.push_back({place, std::move(text)});
}

void Draft::checkCameras() {
    for (const auto& [id, note] : cameras_) {
        if (!note.sourceGiven)
            problem(note.place,
                    "[camera " + id + "] has no source; add a line such as source = test:");
        auto& title = config_.cameras[note.index].title;
        if (title.empty())
            title = id;
    }
}

void Draft::checkTls(const FileCheck& check) {
    const auto& server = config_.server;
    if (server.tlsCertificate.empty() != server.tlsKey.empty()) {
        const std::string there = server.tlsKey.empty() ? "tls-certificate" : "tls-key";
        const std::string missing = server.tlsKey.empty() ? "tls-key" : "tls-certificate";
        problem(places_[{GroupKind::Server, there}],
                "[server] " + there + " is set without " + missing + "; set both or neither");
    }
    for (const auto& [key, path] :
         {std::pair{"tls-certificate", server.tlsCertificate}, std::pair{"tls-key", server.tlsKey}})
        if (!path.empty())
            if (const auto reason = check(path); !reason.empty())
                problem(places_[{GroupKind::Server, key}],
                        std::string{"[server] "} + key + " = " + shownValue(path) + ": the file " +
                            reason + "; allowed: " + findKey(GroupKind::Server, key)->allowed);
}

void Draft::checkIce() {
    const auto& ice = config_.ice;
    const auto complain = [this](const std::string& key, const std::string& text) {
        problem(places_[{GroupKind::Ice, key}], "[ice] " + key + text);
    };
    const bool anonymous =
        std::any_of(ice.turnServers.begin(), ice.turnServers.end(),
                    [](const auto& url) { return url.find('@') == std::string::npos; });
    if (anonymous && ice.turnSecret.empty())
        complain("turn-server", " names a server without user:password@; write them, or set "
                                "turn-secret to the server's own");
    // libnice up to 0.1.22 opens no TLS for it, and would send it the password in the open.
    const auto overTls = [](const auto& url) {
        return url.starts_with("turns://");
    };
    if (std::any_of(ice.turnServers.begin(), ice.turnServers.end(), [&](const auto& url) {
            return overTls(url) && url.find('@') != std::string::npos;
        }))
        complain("turn-server",
                 " has a user and password for turns://, which is for viewers alone: "
                 "write it without, and set turn-secret to the server's own");
    if (!ice.turnSecret.empty() && ice.turnServers.empty())
        complain("turn-secret", " is set without turn-server; set both or neither");
    if (ice.relayOnly && std::all_of(ice.turnServers.begin(), ice.turnServers.end(), overTls))
        complain("transport-policy", " = relay leaves no way at all without a turn:// in "
                                     "turn-server; add one, or write all");
}

util::Error Draft::error() {
    constexpr std::size_t kMost = 50;
    std::stable_sort(problems_.begin(), problems_.end(), [](const auto& a, const auto& b) {
        return std::pair{a.place.text, a.place.line} < std::pair{b.place.text, b.place.line};
    });
    std::vector<std::string> lines;
    for (const auto& each : problems_) {
        if (lines.size() == kMost) {
            lines.push_back("… and more; these are the first " + std::to_string(kMost));
            break;
        }
        const auto line = each.place.line == 0 ? "" : ":" + std::to_string(each.place.line);
        lines.push_back(texts_[each.place.text] + line + ": " + each.text);
    }
    return {"config", util::join(lines, "\n")};
}

util::Result<Config> Draft::finish(const FileCheck& check) {
    checkCameras();
    checkTls(check);
    checkUsers();
    checkIce();
    checkOutlets();
    if (!problems_.empty())
        return error();
    return std::move(config_);
}

} // namespace vitrine::config
