// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Manual.hpp"

#include "config/CommandLine.hpp"
#include "config/Roff.hpp"
#include "config/Schema.hpp"

#include <array>
#include <stdexcept>

namespace vitrine::config {

namespace {

struct Entry {
    std::string_view name;
    std::string_view doc;
};

constexpr std::string_view kDescription =
    "Takes cameras, encodes each once, and sends them over WebRTC to any number of browsers within "
    "tens of milliseconds. The page is built in; `http://HOST:8080/` shows all cameras, "
    "`/cameras/ID` one. The state is at `/api/v1/cameras`, `/api/v1/viewers`, `/healthz` and, for "
    "Prometheus, `/metrics`.";

constexpr std::array kSignals{
    Entry{"SIGTERM", "and `SIGINT` end it in order within five seconds."},
    Entry{"SIGHUP", "reads the configuration again; a wrong one changes nothing."},
    Entry{"SIGUSR1", "writes GStreamer's debug lines of our own from now on, or no more."},
};

constexpr std::array kEnvironment{
    Entry{"GST_DEBUG", "and GStreamer's other variables work as with every GStreamer program."},
    Entry{"CREDENTIALS_DIRECTORY",
          "a folder that systemd sets; its files that end in `.conf` are read after the drop-ins."},
    Entry{"JOURNAL_STREAM", "is set by systemd where standard error is the journal: then the log "
                            "goes there with fields of its own."},
    Entry{"NO_COLOR", "makes the log on a terminal one without colours."},
    Entry{"NOTIFY_SOCKET", "and `WATCHDOG_USEC`, `LISTEN_FDS`: systemd's ways to hear that it is "
                           "ready and lives, and to pass listening sockets."},
    Entry{"RUNTIME_DIRECTORY", "where a pipeline that does not stop is drawn, as "
                               "`vitrine-stuck-NAME.dot`."},
};

constexpr std::array kFiles{
    Entry{"/etc/vitrine/vitrine.conf", "the configuration, see vitrine.conf(5)"},
    Entry{"/etc/vitrine/vitrine.conf.d/*.conf", "drop-ins that override single keys"},
};

template <typename Entries>
std::string terms(std::string_view title, const Entries& entries) {
    auto text = roff::section(title);
    for (const auto& entry : entries)
        text += roff::term(roff::bold(entry.name), roff::inlineMarkdown(entry.doc));
    return text;
}

/// What a key is, in the place of its row in a table.
std::string keyText(const Key& key) {
    auto fallback = key.defaultText.empty() ? roff::plain(key.unset) : roff::bold(key.defaultText);
    return roff::term(roff::bold(key.name) + " (" + roff::plain(key.type) + ")",
                      roff::plain(key.doc) + "\n.br\nAllowed: " + roff::plain(key.allowed) +
                          ".\n.br\nDefault: " + fallback + ".");
}

/// Turns docs/config.md into sections, one line after the other.
class Converter {
  public:
    void take(std::string_view line) {
        ++number_;
        if (line.substr(0, 2) == "# ")
            text_ += roff::section("description");
        else if (line.substr(0, 3) == "## ")
            beginSection(line.substr(3));
        else if (line.substr(0, 4) == "### ")
            text_ += roff::subsection(line.substr(4));
        else if (line.substr(0, 2) == "- ")
            text_ += ".IP \\(bu 2\n" + roff::inlineMarkdown(line.substr(2)) + "\n";
        else if (line.substr(0, 2) == "  ")
            text_ += roff::inlineMarkdown(line.substr(2)) + "\n"; // more of what began with "- "
        else if (line.substr(0, 3) == "| `")
            addKey(line.substr(3, line.find('`', 3) - 3));
        else if (!line.empty() && line.front() != '|')
            text_ += ".PP\n" + roff::inlineMarkdown(line) + "\n";
    }

    std::string finish() {
        for (const auto& key : schema())
            if (text_.find("\n" + roff::bold(key.name) + " (") == std::string::npos)
                throw std::runtime_error("docs/config.md does not have the key " + key.name);
        return std::move(text_);
    }

  private:
    void beginSection(std::string_view title) {
        group_ = title;
        text_ += roff::section(title);
    }

    void addKey(std::string_view name) {
        for (const auto& key : schema())
            if (key.name == name && group_ == "[" + std::string{groupTitle(key.group)} + "]") {
                text_ += keyText(key);
                return;
            }
        throw std::runtime_error("docs/config.md:" + std::to_string(number_) +
                                 ": there is no key " + std::string{name} + " in " + group_);
    }

    std::string text_;
    std::string group_;
    unsigned number_ = 0;
};

} // namespace

std::string programManual(std::string_view version) {
    auto text = roff::head("vitrine", 1, version, "live cameras in any browser, over WebRTC");
    text += roff::section("synopsis") + roff::bold("vitrine");
    for (const auto& option : optionTexts())
        text += "\n[" + roff::bold(option.name) + "]";
    text += "\n" + roff::section("description") + roff::plain(kPurpose) + "\n.PP\n" +
            roff::inlineMarkdown(kDescription) + "\n.PP\n" + roff::plain(kWithoutConfiguration) +
            "\n" + roff::section("options");
    for (const auto& option : optionTexts())
        text += roff::term(roff::bold(option.name), roff::plain(option.doc));
    text += roff::section("exit status");
    for (const auto& exit : exitTexts())
        text +=
            roff::term(roff::bold(std::to_string(util::toInt(exit.code))), roff::plain(exit.doc));
    return text + terms("signals", kSignals) + terms("environment", kEnvironment) +
           terms("files", kFiles) + roff::section("see also") +
           ".BR vitrine.conf (5),\n.BR systemctl (1)\n";
}

std::string configurationManual(std::string_view version, std::string_view markdown) {
    Converter converter;
    while (!markdown.empty()) {
        const auto end = markdown.find('\n');
        converter.take(markdown.substr(0, end));
        markdown.remove_prefix(end == markdown.npos ? markdown.size() : end + 1);
    }
    return roff::head("vitrine.conf", 5, version, "configuration of vitrine") + converter.finish() +
           roff::section("see also") + ".BR vitrine (1)\n";
}

} // namespace vitrine::config
