// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "daemon/PassedSockets.hpp"
#include "http/Listener.hpp"
#include "http/Server.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

using namespace vitrine;

namespace {

constexpr int kFirst = 3; // SD_LISTEN_FDS_START

/// Puts descriptors where systemd does, and what was there back in the end.
class Passing {
  public:
    explicit Passing(const std::vector<int>& fds) {
        // Out of the way first: they may stand in the places of others.
        std::vector<int> copies;
        for (const int fd : fds)
            copies.push_back(fcntl(fd, F_DUPFD_CLOEXEC, 100));
        for (std::size_t i = 0; i < fds.size(); ++i) {
            const int place = kFirst + static_cast<int>(i);
            kept_.push_back(fcntl(place, F_DUPFD_CLOEXEC, 100));
            dup2(copies[i], place);
            close(copies[i]);
        }
        setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
        setenv("LISTEN_FDS", std::to_string(fds.size()).c_str(), 1);
    }
    ~Passing() {
        for (std::size_t i = 0; i < kept_.size(); ++i) {
            const int place = kFirst + static_cast<int>(i);
            if (kept_[i] < 0) {
                close(place);
                continue;
            }
            dup2(kept_[i], place);
            close(kept_[i]);
        }
    }
    Passing(const Passing&) = delete;
    Passing& operator=(const Passing&) = delete;

  private:
    std::vector<int> kept_;
};

} // namespace

TEST_CASE("without socket activation there are no passed sockets") {
    CHECK(daemon::takePassedSockets().empty());
}

TEST_CASE("the passed sockets are taken once, with their addresses") {
    const auto v4 = http::Listener::open({"127.0.0.1", 0});
    const auto v6 = http::Listener::open({"::1", 0});
    const Passing passing({g_socket_get_fd(v4.get()), g_socket_get_fd(v6.get())});
    const auto sockets = daemon::takePassedSockets();
    REQUIRE(sockets.size() == 2);
    const auto addresses = daemon::addressesOf(sockets);
    CHECK(addresses == daemon::addressesOf({v4, v6}));
    CHECK(addresses[0].host == "127.0.0.1");
    CHECK(addresses[1].host == "::1");
    CHECK(addresses[0].port != 0);
    // No child of ours may believe it, and no child may have them.
    CHECK(std::getenv("LISTEN_FDS") == nullptr);
    CHECK((fcntl(kFirst, F_GETFD) & FD_CLOEXEC) != 0);
    CHECK(daemon::takePassedSockets().empty());
}

TEST_CASE("what is no listening TCP socket is refused") {
    int pair[2]{};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    const int unbound = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    for (const int fd : {pair[0], unbound}) {
        const Passing passing({fd});
        std::string said;
        try {
            daemon::takePassedSockets();
        } catch (const http::ListenError& error) {
            said = error.what();
        }
        CHECK_THAT(said, ContainsSubstring("the passed descriptor 3 is no listening TCP socket"));
        CHECK_THAT(said, ContainsSubstring("ListenStream="));
    }
    for (const int fd : {pair[0], pair[1], unbound})
        close(fd);
}
