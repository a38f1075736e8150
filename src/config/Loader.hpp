// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "config/Files.hpp"
#include "util/Result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// From files to a Config. Nobody else in the house reads configuration.
namespace vitrine::config {

/// What the loader finds around it; a test hands in its own.
struct Surroundings {
    /// Read when no file is named, with the drop-ins in the folder of this name plus ".d".
    std::string defaultFile = "/etc/vitrine/vitrine.conf";
    /// The folder of the credentials that systemd passes (systemd.exec(5), LoadCredential=), or
    /// empty: with the default file, those that are drop-ins by their names are read last.
    std::string credentials = credentialsFolder();
    std::function<util::Result<std::string>()> readStdin = readStandardInput;
};

/// Loads the configuration: with a `file` from it and from file.d/*.conf, with "-" from standard
/// input alone, without one from the default file, its drop-ins and those among the credentials,
/// and where none of these exists from the embedded default. A drop-in overrides single keys of
/// what was read before it.
///
/// The error (code "config", for exit code 78) holds every problem found, one a line, each with
/// file, line, group, key and value, what is allowed and the nearest word; no passwords.
///
/// Thread: any one; blocks on the disk. Calls out on: the caller's thread.
util::Result<Config> load(const std::optional<std::string>& file,
                          const Surroundings& surroundings = {});

/// Parses and checks one text; `name` stands for it in messages and in Config::files. Files that
/// the text names (tls-certificate, tls-key) are not looked at.
///
/// Thread: pure.
util::Result<Config> parseText(std::string_view name, std::string_view text);

/// The text of the configuration that holds where there is none: a test picture on loopback.
std::string_view embeddedDefault() noexcept;

/// What --check-config prints of a good configuration: a summary, then a line for each address and
/// each camera. No passwords. Thread: pure.
std::string describe(const Config& config);

} // namespace vitrine::config
