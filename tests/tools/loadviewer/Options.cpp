// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Options.hpp"

#include "util/Text.hpp"

#include <glib.h>

#include <array>
#include <memory>
#include <sstream>

namespace vitrine::loadviewer {

namespace {

constexpr std::array kLeaves{
    std::pair{Leave::Clean, std::string_view("clean")},
    std::pair{Leave::Close, std::string_view("close")},
    std::pair{Leave::BeforeAnswer, std::string_view("before-answer")},
    std::pair{Leave::BeforeIce, std::string_view("before-ice")},
    std::pair{Leave::MidHandshake, std::string_view("mid-handshake")},
    std::pair{Leave::MidGop, std::string_view("mid-gop")},
    std::pair{Leave::HalfOpen, std::string_view("half-open")},
    std::pair{Leave::Garbage, std::string_view("garbage")},
};

struct Raw {
    char* url = nullptr;
    char* protocol = nullptr;
    char* camera = nullptr;
    char* leave = nullptr;
    char* playoutDelay = nullptr;
    int viewers = 10;
    int seconds = 10;
    int settle = 0;
    int announce = 0;
    int checkEvery = 10;
    double joinRate = 0;
    int minFrames = 0;
    int threads = 1;
    int nack = 0;
    double pliEvery = 0;
    double claimLost = -1;
    double joinLimit = 10;
    int json = 0;
    int watch = 0;
    int churn = 0;
    int parallel = 10;
    int hold = 0;
};

util::Error usage(const std::string& message) {
    return {"usage", message};
}

std::string textOr(const char* text, const char* fallback) {
    return text ? text : fallback;
}

util::Result<std::vector<Leave>> parseLeaves(const std::string& word) {
    std::vector<Leave> all;
    for (const auto& [leave, name] : kLeaves) {
        if (name == word)
            return std::vector{leave};
        all.push_back(leave);
    }
    if (word == "mixed")
        return all;
    std::string known;
    for (const auto& [leave, name] : kLeaves)
        known += std::string(name) + ", ";
    return usage("--leave " + word + ": allowed are " + known + "mixed");
}

util::Result<Protocol> parseProtocol(const std::string& word) {
    if (word == "vitrine")
        return Protocol::Vitrine;
    if (word == "janus")
        return Protocol::Janus;
    return usage("--protocol " + word + ": allowed are vitrine and janus");
}

util::Result<std::optional<PlayoutDelay>> parsePlayoutDelay(const std::string& text) {
    if (text == "any")
        return std::optional<PlayoutDelay>();
    constexpr int kMostMs = 40950; // 12 bits of 10 ms
    std::istringstream in(text);
    int least = 0;
    int most = 0;
    char slash = 0;
    if (!(in >> least >> slash >> most) || slash != '/' || !in.eof() || least < 0 || most < least ||
        most > kMostMs)
        return usage("--playout-delay " + text + ": must be MIN/MAX in ms, such as 0/100, or any");
    return std::optional(
        PlayoutDelay{std::chrono::milliseconds{least}, std::chrono::milliseconds{most}});
}

util::Result<std::string> socketUrl(const std::string& base, const std::string& camera,
                                    Protocol protocol) {
    constexpr std::string_view kHttp = "http://";
    if (base.starts_with("ws://"))
        return base;
    if (protocol != Protocol::Vitrine)
        return usage("--url " + base + ": must begin with ws:// for this protocol");
    if (!base.starts_with(kHttp))
        return usage("--url " + base + ": must begin with http:// or ws://");
    auto host = base.substr(kHttp.size());
    while (host.ends_with('/'))
        host.pop_back();
    return "ws://" + host + "/cameras/" + camera + "/ws";
}

/// GLib's table of options, pointing into `raw`.
std::vector<GOptionEntry> entriesFor(Raw& raw) {
    const auto entry = [](const char* name, GOptionArg kind, void* target, const char* what,
                          const char* value) {
        return GOptionEntry{name, 0, 0, kind, target, what, value};
    };
    return {
        entry("url", G_OPTION_ARG_STRING, &raw.url,
              "The server (http://127.0.0.1:8080), or a WebSocket's own address", "URL"),
        entry("protocol", G_OPTION_ARG_STRING, &raw.protocol,
              "The signalling, vitrine or janus (vitrine)", "NAME"),
        entry("camera", G_OPTION_ARG_STRING, &raw.camera, "The camera's id (test)", "ID"),
        entry("viewers", G_OPTION_ARG_INT, &raw.viewers, "How many viewers (10)", "N"),
        entry("seconds", G_OPTION_ARG_INT, &raw.seconds, "How long to watch (10)", "S"),
        entry("settle", G_OPTION_ARG_INT, &raw.settle,
              "How long to wait before, once all have joined (0)", "S"),
        entry("announce", G_OPTION_ARG_NONE, &raw.announce,
              "Write a line \"steady\" to stderr when the watching begins", nullptr),
        entry("decrypt-every", G_OPTION_ARG_INT, &raw.checkEvery,
              "Open and check every packet of one viewer in N (10; 0: none)", "N"),
        entry("join-rate", G_OPTION_ARG_DOUBLE, &raw.joinRate, "Joins a second (all at once)", "N"),
        entry("min-frames", G_OPTION_ARG_INT, &raw.minFrames, "Fewer frames are a failure", "N"),
        entry("threads", G_OPTION_ARG_INT, &raw.threads, "Threads to share the viewers (1)", "T"),
        entry("nack", G_OPTION_ARG_NONE, &raw.nack, "Ask for lost packets and accept RTX", nullptr),
        entry("pli-every", G_OPTION_ARG_DOUBLE, &raw.pliEvery, "Ask for key frames", "S"),
        entry("claim-lost", G_OPTION_ARG_DOUBLE, &raw.claimLost,
              "Report this part of the packets as lost, 0 to 1 (what is)", "PART"),
        entry("join-timeout", G_OPTION_ARG_DOUBLE, &raw.joinLimit, "Limit of a join (10)", "S"),
        entry("playout-delay", G_OPTION_ARG_STRING, &raw.playoutDelay,
              "The playout delay the stream is to have, in ms, or any (0/0)", "MIN/MAX"),
        entry("json", G_OPTION_ARG_NONE, &raw.json, "Print JSON instead of a summary", nullptr),
        entry("watch", G_OPTION_ARG_INT, &raw.watch, "Also report on this process", "PID"),
        entry("churn", G_OPTION_ARG_INT, &raw.churn, "Join and leave N times instead", "N"),
        entry("parallel", G_OPTION_ARG_INT, &raw.parallel, "Joins under way at once (10)", "P"),
        entry("leave", G_OPTION_ARG_STRING, &raw.leave,
              "clean, close, before-answer, before-ice, mid-handshake, mid-gop, half-open, garbage "
              "or mixed (clean)",
              "MODE"),
        entry("hold", G_OPTION_ARG_INT, &raw.hold,
              "Close half-open ones after S seconds (at the end)", "S"),
        GOptionEntry{},
    };
}

util::Result<Options> fromRaw(const Raw& raw) {
    const auto protocol = parseProtocol(textOr(raw.protocol, "vitrine"));
    if (!protocol)
        return protocol.error();
    const auto url = socketUrl(textOr(raw.url, "http://127.0.0.1:8080"), textOr(raw.camera, "test"),
                               protocol.value());
    if (!url)
        return url.error();
    const auto leaves = parseLeaves(textOr(raw.leave, "clean"));
    if (!leaves)
        return leaves.error();
    const auto delay = parsePlayoutDelay(textOr(raw.playoutDelay, "0/0"));
    if (!delay)
        return delay.error();
    if (raw.viewers < 1 || raw.seconds < 1 || raw.threads < 1 || raw.parallel < 1)
        return usage("--viewers, --seconds, --threads and --parallel must be 1 or more");
    if (raw.checkEvery < 0 || raw.minFrames < 0 || raw.churn < 0 || raw.hold < 0 ||
        raw.settle < 0 || raw.joinRate < 0 || raw.pliEvery < 0 || raw.joinLimit <= 0)
        return usage("a number is below 0, or --join-timeout is 0");
    if (raw.claimLost > 1)
        return usage("--claim-lost must be 0 to 1");
    const auto milliseconds = [](double seconds) {
        return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
    };
    Options options;
    options.url = url.value();
    options.protocol = protocol.value();
    options.viewers = static_cast<unsigned>(raw.viewers);
    options.duration = std::chrono::seconds{raw.seconds};
    options.settle = std::chrono::seconds{raw.settle};
    options.announce = raw.announce != 0;
    options.checkEvery = static_cast<unsigned>(raw.checkEvery);
    options.joinRate = raw.joinRate;
    options.minFrames = static_cast<unsigned>(raw.minFrames);
    options.threads = static_cast<unsigned>(raw.threads);
    options.nack = raw.nack != 0;
    options.pliInterval = milliseconds(raw.pliEvery);
    if (raw.claimLost >= 0)
        options.claimedLoss = raw.claimLost;
    options.joinLimit = milliseconds(raw.joinLimit);
    options.playoutDelay = delay.value();
    options.json = raw.json != 0;
    options.watch = raw.watch;
    options.churn = static_cast<unsigned>(raw.churn);
    options.parallel = static_cast<unsigned>(raw.parallel);
    options.leaves = leaves.value();
    options.hold = std::chrono::seconds{raw.hold};
    return options;
}

} // namespace

util::Result<Options> parseOptions(int argc, char** argv) {
    Raw raw;
    const auto entries = entriesFor(raw);
    const Owned<GOptionContext, g_option_context_free> context(
        g_option_context_new("- many viewers at once, for tests of load and churn"));
    g_option_context_add_main_entries(context.get(), entries.data(), nullptr);
    GError* error = nullptr;
    const bool parsed = g_option_context_parse(context.get(), &argc, &argv, &error) != FALSE;
    const Owned<GError, g_error_free> owned(error);
    const Owned<char, g_free> url(raw.url);
    const Owned<char, g_free> protocol(raw.protocol);
    const Owned<char, g_free> camera(raw.camera);
    const Owned<char, g_free> leave(raw.leave);
    const Owned<char, g_free> playoutDelay(raw.playoutDelay);
    if (!parsed)
        return usage(error->message);
    if (argc > 1)
        return usage(std::string("unexpected argument ") + argv[1]);
    return fromRaw(raw);
}

std::string_view leaveName(Leave leave) {
    for (const auto& [known, name] : kLeaves)
        if (known == leave)
            return name;
    return "stay";
}

} // namespace vitrine::loadviewer
