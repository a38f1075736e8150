// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Loader.hpp"

#include "config/Draft.hpp"

namespace vitrine::config {

namespace {

constexpr std::string_view kStdin = "-";

/// Adds a file to the draft and to the list of those that were read.
void addFile(Draft& draft, std::vector<std::string>& files, const std::string& path) {
    files.push_back(path);
    if (const auto text = readFile(path))
        draft.add(path, text.value());
    else
        draft.addProblem(path, "the configuration file " + text.error().message);
}

void addDropIns(Draft& draft, std::vector<std::string>& files, const std::string& folder) {
    const auto paths = listDropIns(folder);
    if (!paths)
        return draft.addProblem(folder, "the folder of drop-ins " + paths.error().message);
    for (const auto& path : paths.value())
        addFile(draft, files, path);
}

util::Result<Config> finish(Draft& draft, std::vector<std::string> files,
                            const Draft::FileCheck& check) {
    auto config = draft.finish(check);
    if (config)
        config.value().files = std::move(files);
    return config;
}

} // namespace

util::Result<Config> parseText(std::string_view name, std::string_view text) {
    Draft draft;
    draft.add(name, text);
    return finish(draft, {std::string{name}}, [](const auto&) { return std::string{}; });
}

util::Result<Config> load(const std::optional<std::string>& file,
                          const Surroundings& surroundings) {
    Draft draft;
    std::vector<std::string> files;
    if (file == kStdin) {
        constexpr std::string_view kName = "standard input";
        if (const auto text = surroundings.readStdin())
            draft.add(kName, text.value());
        else
            draft.addProblem(kName, text.error().message);
        return finish(draft, {std::string{kName}}, whyUnreadable);
    }
    const auto& main = file ? *file : surroundings.defaultFile;
    // What exists but cannot be read is no reason to run on the embedded default.
    if (file || fileExists(main))
        addFile(draft, files, main);
    addDropIns(draft, files, main + ".d");
    if (!file && !surroundings.credentials.empty())
        addDropIns(draft, files, surroundings.credentials);
    if (files.empty() && draft.clean())
        draft.add("embedded default", embeddedDefault());
    return finish(draft, std::move(files), whyUnreadable);
}

std::string_view embeddedDefault() noexcept {
    return R"([server]
listen = 127.0.0.1:8080

[camera test]
title = Test picture
source = test:
width = 640
height = 480
framerate = 30
bitrate = 1500
)";
}

} // namespace vitrine::config
