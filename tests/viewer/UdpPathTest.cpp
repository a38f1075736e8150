// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpBytes.hpp"
#include "support/catch.hpp"

#include "viewer/UdpPath.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

using namespace vitrine;
using test::Bytes;
using viewer::MediaPath;
using viewer::UdpPath;

namespace {

/// A datagram socket that the kernel has given an address.
class Socket {
  public:
    explicit Socket(int family)
        : fd_(socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        address_.ss_family = static_cast<sa_family_t>(family);
        bytes_ = sizeof(sa_family_t); // of AF_UNIX: the kernel chooses a name that is no file
        if (family == AF_INET) {
            auto* address = reinterpret_cast<sockaddr_in*>(&address_);
            address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            bytes_ = sizeof(sockaddr_in);
        }
        REQUIRE(fd_ >= 0);
        REQUIRE(bind(fd_, reinterpret_cast<sockaddr*>(&address_), bytes_) == 0);
        bytes_ = sizeof(address_);
        REQUIRE(getsockname(fd_, reinterpret_cast<sockaddr*>(&address_), &bytes_) == 0);
    }
    ~Socket() { close(); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    void close() {
        if (fd_ >= 0)
            ::close(fd_);
        fd_ = -1;
    }
    int fd() const { return fd_; }
    const sockaddr_storage& address() const { return address_; }
    socklen_t addressBytes() const { return bytes_; }

    // What came, one after the other, until there were so many; waits for each.
    std::vector<Bytes> receive(std::size_t count) {
        std::vector<Bytes> all;
        pollfd ready{fd_, POLLIN, 0};
        while (all.size() < count && poll(&ready, 1, 10000) == 1) {
            Bytes bytes(65536);
            const auto size = recv(fd_, bytes.data(), bytes.size(), 0);
            REQUIRE(size >= 0);
            bytes.resize(static_cast<std::size_t>(size));
            all.push_back(std::move(bytes));
        }
        return all;
    }
    // Whether something came that was not waited for.
    bool empty() const {
        pollfd ready{fd_, POLLIN, 0};
        return poll(&ready, 1, 0) == 0;
    }

  private:
    int fd_;
    sockaddr_storage address_{};
    socklen_t bytes_ = 0;
};

struct Sent {
    rtp::DatagramBatch batch;
    std::vector<Bytes> datagrams;

    explicit Sent(const std::vector<std::size_t>& sizes) {
        unsigned first = 0;
        for (const auto size : sizes) {
            datagrams.push_back(test::counting(size, first++));
            const auto room = batch.open(size);
            std::copy(datagrams.back().begin(), datagrams.back().end(), room.begin());
            batch.close(size);
        }
    }
};

struct Loopback {
    Socket from{AF_INET};
    Socket to{AF_INET};
    UdpPath path{from.fd(), to.address(), to.addressBytes()};

    void check(const std::vector<std::size_t>& sizes) {
        const Sent sent(sizes);
        const auto outcome = path.send(sent.batch, 0);
        CHECK(outcome.end == MediaPath::End::Complete);
        CHECK(outcome.sent == sizes.size());
        CHECK((to.receive(sizes.size()) == sent.datagrams));
        CHECK(to.empty());
    }
    // Frames of every shape that matters to how they are put together.
    void checkAllShapes() {
        check({});
        check({1});
        check({1210, 1210, 1210, 400});
        check({1210, 400, 1210});
        check({100, 1210, 1210, 1210, 1209, 1210, 60});
        check({50, 60, 70, 80});
        check({80, 70, 60, 50});
        check({400, 400});
        check(std::vector<std::size_t>(64, 200));
        check(std::vector<std::size_t>(65, 200));
        check(std::vector<std::size_t>(150, 200)); // more than one message takes
        check(std::vector<std::size_t>(60, 1400)); // more bytes than one message takes
        std::vector<std::size_t> growing;
        while (growing.size() < 70) // each a message; more than one call takes
            growing.push_back(100 + growing.size());
        check(growing);
    }
};

} // namespace

TEST_CASE("frames arrive in order and whole, whatever the sizes of their packets") {
    Loopback loopback;
    loopback.checkAllShapes();
    CHECK(loopback.path.segments()); // every Linux since 4.18 can do it on loopback
}

TEST_CASE("where the kernel does not cut messages up they go one by one") {
    Loopback loopback;
    // It refuses to when it is not to compute checksums.
    const int on = 1;
    REQUIRE(setsockopt(loopback.from.fd(), SOL_SOCKET, SO_NO_CHECK, &on, sizeof(on)) == 0);
    loopback.check({700}); // nothing to cut up yet
    CHECK(loopback.path.segments());
    loopback.check({300, 400, 400, 400});
    CHECK_FALSE(loopback.path.segments());
    loopback.checkAllShapes();
    CHECK_FALSE(loopback.path.segments());
}

TEST_CASE("a path keeps its socket when the one it was made of is closed") {
    Loopback loopback;
    const auto number = loopback.from.fd();
    loopback.from.close();
    const Socket stranger(AF_INET);
    CHECK(stranger.fd() == number); // who gets the number next is not who sends
    const Sent sent({100, 100});
    CHECK(loopback.path.send(sent.batch, 0).sent == 2);
    CHECK((loopback.to.receive(2) == sent.datagrams));
}

TEST_CASE("a path gives its socket back") {
    Socket from(AF_INET);
    const int next = dup(from.fd());
    ::close(next);
    { const UdpPath path(from.fd(), from.address(), from.addressBytes()); }
    const int again = dup(from.fd());
    CHECK(again == next);
    ::close(again);
    CHECK_THROWS_AS(UdpPath(-1, from.address(), from.addressBytes()), std::system_error);
}

TEST_CASE("where there is no room for more, what is said to be sent is what arrives") {
    // On loopback a UDP socket never runs full: its packets are gone when the call returns. One of
    // AF_UNIX whose receiver does not read does, after the same system call.
    Socket from(AF_UNIX);
    Socket to(AF_UNIX);
    UdpPath path(from.fd(), to.address(), to.addressBytes());
    std::vector<std::size_t> sizes;
    while (sizes.size() < 1000) // each a message of its own: AF_UNIX cuts nothing up
        sizes.push_back(1 + sizes.size());
    const Sent sent(sizes);
    auto outcome = path.send(sent.batch, 0);
    CHECK(outcome.end == MediaPath::End::WouldBlock);
    REQUIRE(outcome.sent > 0);
    REQUIRE(outcome.sent < sizes.size());
    auto arrived = to.receive(outcome.sent);
    CHECK(std::equal(arrived.begin(), arrived.end(), sent.datagrams.begin()));
    CHECK(to.empty());
    // And with room again it goes on.
    outcome = path.send(Sent({5}).batch, 0);
    CHECK(outcome.end == MediaPath::End::Complete);
    CHECK(outcome.sent == 1);
}

TEST_CASE("after an error it is not known what was sent") {
    Loopback loopback;
    const auto outcome = loopback.path.send(Sent({300, 200, 65536, 10}).batch, 0);
    CHECK(outcome.end == MediaPath::End::Broken);
    CHECK(outcome.sent == 2);
    CHECK(loopback.to.receive(2).size() == 2);
}
