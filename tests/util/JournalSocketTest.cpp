// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/JournalSocket.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace vitrine::util::log;

namespace {

/// A journal's socket in a directory of its own.
class Journal {
  public:
    Journal() {
        REQUIRE(mkdtemp(directory_.data()));
        path_ = std::string(directory_.data()) + "/socket";
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
        REQUIRE(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    }
    ~Journal() {
        close(socket_);
        unlink(path_.c_str());
        rmdir(directory_.data());
    }
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    const char* path() const { return path_.c_str(); }
    std::string read() const {
        std::array<char, 4096> text{};
        const auto got = recv(socket_, text.data(), text.size(), MSG_DONTWAIT);
        return got < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(got));
    }

  private:
    std::array<char, 32> directory_{"/tmp/vitrine-journal-XXXXXX"};
    std::string path_;
    int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

} // namespace

TEST_CASE("an entry is its fields, a line each") {
    const Journal journal;
    const JournalSocket socket(journal.path());
    CHECK(socket.send({"MESSAGE=camera: front is live", "CAMERA=front"}) ==
          JournalSocket::Sent::Yes);
    CHECK(journal.read() == "MESSAGE=camera: front is live\nCAMERA=front\n");
}

TEST_CASE("a journal that does not read is not waited for, and gets what comes later") {
    const Journal journal;
    const JournalSocket socket(journal.path());
    unsigned taken = 0;
    while (socket.send({"MESSAGE=line"}) == JournalSocket::Sent::Yes && taken < 100000)
        ++taken;
    CHECK(taken > 0);
    CHECK(taken < 100000);
    CHECK(socket.send({"MESSAGE=line"}) == JournalSocket::Sent::Full);
    CHECK(journal.read() == "MESSAGE=line\n");
    CHECK(socket.send({"MESSAGE=line"}) == JournalSocket::Sent::Yes);
}

TEST_CASE("where there is no journal, that is said") {
    CHECK(JournalSocket("/nonexistent/socket").send({"MESSAGE=line"}) == JournalSocket::Sent::No);
    const std::string tooLong(200, 'x');
    CHECK(JournalSocket(tooLong.c_str()).send({"MESSAGE=line"}) == JournalSocket::Sent::No);
}
