// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace vitrine::util::log {

/// Gives entries to systemd's journal, by its native protocol (systemd.io, "Native Journal
/// Protocol"), and never waits for it.
///
/// sd_journal_sendv() does both otherwise: it waits while the journal does not read, as when its
/// disk hangs, and the picture with it; and where there is no journal it says that all went well.
///
/// Owner: the log. Thread: thread-safe.
class JournalSocket {
  public:
    static constexpr const char* kPath = "/run/systemd/journal/socket";

    enum class Sent {
        Yes,
        Full, ///< it does not read now
        No,   ///< there is none, or it does not take this
    };

    explicit JournalSocket(const char* path = kPath);
    ~JournalSocket();
    JournalSocket(const JournalSocket&) = delete;
    JournalSocket& operator=(const JournalSocket&) = delete;

    /// "NAME=value" each, without line feeds.
    Sent send(const std::vector<std::string>& fields) const;

  private:
    std::string path_;
    int socket_;
};

} // namespace vitrine::util::log
