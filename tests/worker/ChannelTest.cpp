// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "worker/Channel.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstring>
#include <filesystem>

using namespace vitrine::worker;
using Got = Channel::Got;
using Sent = Channel::Sent;

namespace {

auto openDescriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
}

// A message with a descriptor in its bags.
void sendDescriptor(const Channel& channel, int descriptor) {
    std::uint8_t byte = 4;
    iovec part{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    auto* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &descriptor, sizeof descriptor);
    REQUIRE(sendmsg(channel.descriptor(), &header, MSG_DONTWAIT) == 1);
}

} // namespace

TEST_CASE("messages pass whole, in both directions, and nothing waits") {
    auto [daemon, worker] = Channel::pair();
    CHECK(daemon.receive().what == Got::Nothing);
    CHECK(worker.send(std::array<std::uint8_t, 3>{1, 2, 3}) == Sent::Yes);
    CHECK(worker.send(std::array<std::uint8_t, 1>{4}) == Sent::Yes);
    CHECK(daemon.receive().message.size() == 3);
    CHECK(daemon.receive().message[0] == 4);
    CHECK(daemon.receive().what == Got::Nothing);
    CHECK(daemon.send(std::array<std::uint8_t, 1>{5}) == Sent::Yes);
    CHECK(worker.receive().what == Got::Message);
}

TEST_CASE("a message that is too long is told from one that is cut") {
    auto [daemon, worker] = Channel::pair();
    Bytes longest(kMostMessageBytes, 1);
    CHECK(worker.send(longest) == Sent::Yes);
    longest.push_back(1);
    CHECK(worker.send(longest) == Sent::Yes);
    CHECK(daemon.receive().message.size() == kMostMessageBytes);
    CHECK(daemon.receive().what == Got::TooLong);
}

TEST_CASE("who does not read costs nobody more than the socket's own buffer") {
    auto [daemon, worker] = Channel::pair();
    const Bytes message(1000, 1);
    unsigned sent = 0;
    while (daemon.send(message) == Sent::Yes)
        REQUIRE(++sent < 100000);
    CHECK(daemon.send(message) == Sent::NoRoom);
    CHECK(worker.receive().what == Got::Message);
    CHECK(daemon.send(message) == Sent::Yes);
}

TEST_CASE("the other end's end is seen") {
    auto ends = Channel::pair();
    auto daemon = std::move(ends.first);
    {
        const auto worker = std::move(ends.second);
        CHECK(worker.send(std::array<std::uint8_t, 1>{1}) == Sent::Yes);
    }
    CHECK(daemon.receive().what == Got::Message);
    CHECK(daemon.receive().what == Got::Gone);
    CHECK(daemon.send(std::array<std::uint8_t, 1>{1}) == Sent::Gone);
}

TEST_CASE("descriptors that come along do not stay") {
    auto [daemon, worker] = Channel::pair();
    const auto before = openDescriptors();
    for (int i = 0; i < 10; ++i)
        sendDescriptor(worker, 0);
    for (int i = 0; i < 10; ++i)
        CHECK(daemon.receive().what == Got::Message);
    CHECK(openDescriptors() == before);
}
