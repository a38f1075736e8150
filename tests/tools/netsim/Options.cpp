// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/netsim/Options.hpp"

#include "util/Text.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace vitrine::netsim {

namespace {

struct Setting {
    std::string_view word;
    double most; ///< of its value; 0: takes none
    void (*apply)(Conditions&, double);
};

constexpr double kMostMs = 60'000;

constexpr std::array kSettings{
    Setting{"delay", kMostMs,
            [](Conditions& to, double ms) {
                to.delay = Milliseconds{ms};
            }},
    Setting{"jitter", kMostMs,
            [](Conditions& to, double ms) {
                to.jitter = Milliseconds{ms};
            }},
    Setting{"loss", 100,
            [](Conditions& to, double percent) {
                to.lossPercent = percent;
            }},
    Setting{"rate", 1e7,
            [](Conditions& to, double kilobits) {
                to.kilobits = kilobits;
            }},
    Setting{"queue", kMostMs,
            [](Conditions& to, double ms) {
                to.queue = Milliseconds{ms};
            }},
    Setting{"reorder", 0,
            [](Conditions& to, double) {
                to.reorder = true;
            }},
    Setting{"in-order", 0,
            [](Conditions& to, double) {
                to.reorder = false;
            }},
    Setting{"down", 0,
            [](Conditions& to, double) {
                to.up = false;
            }},
    Setting{"up", 0,
            [](Conditions& to, double) {
                to.up = true;
            }},
    Setting{"udp", 0,
            [](Conditions& to, double) {
                to.udp = Udp::All;
            }},
    Setting{"udp-replies", 0,
            [](Conditions& to, double) {
                to.udp = Udp::Replies;
            }},
    Setting{"no-udp", 0,
            [](Conditions& to, double) {
                to.udp = Udp::None;
            }},
};

util::Error usage(const std::string& message) {
    return {"usage", message};
}

template <typename Number>
std::optional<Number> parseNumber(std::string_view text) {
    Number number{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stop != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// The setting a word names, without its direction.
const Setting* find(std::string_view word) {
    for (const auto& setting : kSettings)
        if (setting.word == word)
            return &setting;
    return nullptr;
}

bool takeSuffix(std::string_view& word, std::string_view suffix) {
    if (!word.ends_with(suffix))
        return false;
    word.remove_suffix(suffix.size());
    return true;
}

bool takesValue(std::string_view word) {
    takeSuffix(word, "-to-far") || takeSuffix(word, "-to-near");
    const auto* setting = find(word);
    return setting && setting->most > 0;
}

} // namespace

util::Result<Conditioning> applyCommand(const Conditioning& before, std::string_view command) {
    const auto parts = util::split(command, ' ');
    if (parts.empty())
        return usage("there is no command");
    std::string_view word = parts.front();
    const bool farOnly = takeSuffix(word, "-to-far");
    const bool nearOnly = !farOnly && takeSuffix(word, "-to-near");
    const auto* setting = find(word);
    if (!setting) {
        std::string known;
        for (const auto& each : kSettings)
            known += (known.empty() ? "" : ", ") + std::string(each.word);
        return usage("'" + parts.front() + "': the commands are " + known +
                     ", also with -to-far or -to-near behind");
    }
    double value = 0;
    if (setting->most > 0) {
        const auto number = parts.size() == 2 ? parseNumber<double>(parts[1]) : std::nullopt;
        // Not "less than": what is no number compares false.
        if (!number || !(*number >= 0 && *number <= setting->most))
            return usage("'" + std::string(command) +
                         "': must be a word and one number from 0 to " +
                         std::to_string(static_cast<long>(setting->most)));
        value = *number;
    } else if (parts.size() != 1) {
        return usage("'" + std::string(command) + "': takes no value");
    }
    auto after = before;
    if (!nearOnly)
        setting->apply(after.toFar, value);
    if (!farOnly)
        setting->apply(after.toNear, value);
    return after;
}

util::Result<Options> parseOptions(std::span<const std::string> arguments) {
    Options options;
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const auto& argument = arguments[at];
        if (argument == "--") {
            options.command.assign(arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                   arguments.end());
            if (options.command.empty())
                return usage("there is no command behind --");
            break;
        }
        if (!argument.starts_with("--"))
            return usage("'" + argument +
                         "': options begin with --, and a command to run stands "
                         "behind a -- of its own");
        auto command = argument.substr(2);
        if (command == "seed") {
            const auto seed = at + 1 < arguments.size()
                                  ? parseNumber<std::uint64_t>(arguments[at + 1])
                                  : std::nullopt;
            if (!seed)
                return usage("--seed: must be followed by a whole number");
            options.seed = *seed;
            ++at;
            continue;
        }
        if (takesValue(command) && at + 1 < arguments.size())
            command += " " + arguments[++at];
        const auto applied = applyCommand(options.conditions, command);
        if (!applied)
            return applied.error();
        options.conditions = applied.value();
    }
    return options;
}

} // namespace vitrine::netsim
