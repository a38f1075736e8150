// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/CameraKeys.hpp"

#include "config/EncoderNames.hpp"
#include "config/NumberKey.hpp"
#include "config/Source.hpp"
#include "util/Text.hpp"

namespace vitrine::config {

namespace {

std::vector<std::string> encoderWords() {
    std::vector<std::string> words{"auto"};
    for (const auto name : encoderNames())
        words.emplace_back(name);
    return words;
}

template <typename T>
Key cameraNumber(const std::string& name, const std::string& defaultText, Range range,
                 const std::string& doc, T Camera::*field) {
    return number(
        GroupKind::Camera, name, defaultText, range, doc,
        [](Target target) { return target.camera; }, field);
}

template <typename T>
Key recordingNumber(const std::string& name, const std::string& defaultText, Range range,
                    const std::string& doc, T Recording::*field) {
    return number(
        GroupKind::Camera, name, defaultText, range, doc,
        [](Target target) { return &target.camera->record; }, field);
}

/// One of a few words; `assign` takes the word and its place among them.
Key cameraWord(std::string name, std::vector<std::string> words, std::string doc,
               std::function<void(Camera&, const std::string&, std::size_t)> assign) {
    auto defaultText = words.front();
    auto allowed = util::join(words);
    return {.group = GroupKind::Camera,
            .name = std::move(name),
            .type = "word",
            .defaultText = std::move(defaultText),
            .allowed = std::move(allowed),
            .doc = std::move(doc),
            .set = [words = std::move(words), assign = std::move(assign)](Target target,
                                                                          const std::string& text) {
                std::size_t place = 0;
                auto reason = parseWord(text, words, place);
                if (reason.empty())
                    assign(*target.camera, text, place);
                return reason;
            }};
}

std::vector<Key> pictureKeys() {
    return {
        {.group = GroupKind::Camera,
         .name = "title",
         .type = "text",
         .unset = "the camera's id",
         .allowed = "1 to 200 characters",
         .doc = "The name people see.",
         .set =
             [](Target target, const std::string& text) {
                 return parseTitle(text, target.camera->title);
             }},
        {.group = GroupKind::Camera,
         .name = "source",
         .type = "source",
         .unset = "required",
         .allowed = std::string{allowedSources()},
         .doc = "Where the picture comes from.",
         .set =
             [](Target target, const std::string& text) {
                 const auto source = parseSource(text);
                 if (!source)
                     return source.error().message;
                 target.camera->source = text;
                 return std::string{};
             },
         .secret = true},
        cameraNumber("width", "1280", {64, 7680, true}, "Pixels across.", &Camera::width),
        cameraNumber("height", "720", {64, 4320, true}, "Pixels down.", &Camera::height),
        cameraNumber("framerate", "30", {1, 240}, "Frames a second.", &Camera::framerate),
    };
}

std::vector<Key> streamKeys() {
    return {
        cameraWord(
            "codec", {"h264"}, "The format that is sent.",
            [](Camera& camera, const std::string& word, std::size_t) { camera.codec = word; }),
        cameraNumber("bitrate", "2500", {50, 100000}, "kbit/s that an encoder aims at.",
                     &Camera::bitrate),
        cameraNumber("keyframe-interval", "10", {1, 3600},
                     "Seconds between regular key frames; joins and losses ask for their own.",
                     &Camera::keyframeInterval),
        cameraWord(
            "encoder", encoderWords(), "The encoder element; auto takes the first that works.",
            [](Camera& camera, const std::string& word, std::size_t) { camera.encoder = word; }),
        cameraWord(
            "latency", {"instant", "balanced", "smooth"},
            "What to favour: the newest picture at once, or even motion. A viewer may choose "
            "otherwise on the page.",
            [](Camera& camera, const std::string&, std::size_t place) {
                camera.latency = static_cast<Latency>(place);
            }),
        {.group = GroupKind::Camera,
         .name = "on-demand",
         .type = "true or false",
         .defaultText = "false",
         .allowed = "true, false",
         .doc = "Whether the camera runs only while somebody watches.",
         .set =
             [](Target target, const std::string& text) {
                 return parseBool(text, target.camera->onDemand);
             }},
        cameraNumber("linger", "10", {0, 86400},
                     "Seconds without viewers before an on-demand camera stops.", &Camera::linger),
        cameraWord("isolation", {"in-process", "process"},
                   "Where the camera is captured and encoded: in the program's own process, or in "
                   "one for it alone, whose crashes and leaks are nobody else's.",
                   [](Camera& camera, const std::string&, std::size_t place) {
                       camera.isolation = static_cast<Isolation>(place);
                   }),
        cameraNumber("worker-memory", "200", {32, 1048576},
                     "MiB of resident memory of a process of its own, above which another takes "
                     "its place; one with twice as much is ended.",
                     &Camera::workerMemory),
    };
}

std::vector<Key> recordingKeys() {
    return {
        {.group = GroupKind::Camera,
         .name = "record",
         .type = "folder",
         .unset = "none: nothing is kept",
         .allowed = "an absolute path",
         .doc = "Where the camera is recorded, in a folder of its own in this one.",
         .set =
             [](Target target, const std::string& text) {
                 return parseFolder(text, target.camera->record.path);
             }},
        recordingNumber("record-segment", "60", {1, 3600},
                        "Seconds in one file; it ends at the next key frame.", &Recording::segment),
        recordingNumber("record-age", "168", {0, 87600},
                        "Hours after which a recording is deleted; 0: never.", &Recording::age),
        recordingNumber("record-size", "10240", {0, 16777216},
                        "MiB that the camera's recordings may take, or the oldest are deleted; 0: "
                        "as many as there are.",
                        &Recording::size),
    };
}

} // namespace

std::vector<Key> cameraKeys() {
    std::vector<Key> keys;
    for (auto&& part : {pictureKeys(), streamKeys(), recordingKeys()})
        keys.insert(keys.end(), part.begin(), part.end());
    return keys;
}

} // namespace vitrine::config
