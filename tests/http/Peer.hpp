// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <string>

namespace vitrine::test {

/// A TCP client on 127.0.0.1 that says what it is told, right or wrong, and never waits.
///
/// Owner: the test. Thread: the test's.
class Peer {
  public:
    explicit Peer(std::uint16_t port);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    /// Hands as much as fits to the kernel; says how much that was. 0 also when the connection is
    /// broken.
    std::size_t push(const std::string& bytes);
    /// Takes what has come into heard().
    void pull();

    /// All that came and was pulled.
    const std::string& heard() const noexcept { return heard_; }
    void forget() { heard_.clear(); }
    bool hears(const std::string& text) const { return heard_.find(text) != std::string::npos; }
    /// Whether the other side has closed or cut the connection, as far as was noticed.
    bool over() const noexcept { return over_; }

  private:
    int socket_;
    std::string heard_;
    bool over_ = false;
};

} // namespace vitrine::test
