// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/netsim/Tun.hpp"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace vitrine::netsim {

namespace {

constexpr auto kDevice = "/dev/net/tun";

std::runtime_error failure(const std::string& what) {
    return std::runtime_error(what + ": " + std::strerror(errno));
}

FileDescriptor openDevice() {
    FileDescriptor fd(open(kDevice, O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (fd)
        return fd;
    const auto why = failure(std::string("cannot open ") + kDevice);
    if (errno == EACCES)
        throw std::runtime_error(std::string(why.what()) + "; as root: chmod 0666 " + kDevice);
    throw std::runtime_error(std::string(why.what()) +
                             "; as root: mkdir -p /dev/net && mknod -m 0666 " + kDevice +
                             " c 10 200 && modprobe tun");
}

/// Runs `ip` on lines of its commands.
void runIp(const std::string& lines) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw failure("pipe2");
    const FileDescriptor reader(ends[0]);
    {
        const FileDescriptor writer(ends[1]);
        if (write(writer.get(), lines.data(), lines.size()) != static_cast<ssize_t>(lines.size()))
            throw failure("cannot write to a pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, reader.get(), STDIN_FILENO);
    std::string name = "ip";
    std::string option = "-batch";
    std::string from = "-";
    std::array<char*, 4> arguments{name.data(), option.data(), from.data(), nullptr};
    pid_t child = 0;
    errno = posix_spawnp(&child, "ip", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (errno != 0)
        throw failure("cannot run 'ip' (of iproute2)");
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0)
        throw std::runtime_error("ip failed on: " + lines);
}

} // namespace

FileDescriptor openTun(const TunSettings& settings) {
    auto fd = openDevice();
    ifreq request{};
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    settings.name.copy(request.ifr_name, IFNAMSIZ - 1);
    if (ioctl(fd.get(), TUNSETIFF, &request) != 0)
        throw failure("cannot make the network device " + settings.name +
                      " (run this in tests/netns)");
    // No IPv6 address of its own making, so that nothing but the test talks; said before it is up.
    auto lines = "link set " + settings.name + " addrgenmode none\nlink set " + settings.name +
                 " mtu 1500 up\naddress add " + settings.address + " dev " + settings.name + "\n";
    if (!settings.gateway.empty())
        lines += "route add default via " + settings.gateway + " dev " + settings.name + "\n";
    runIp(lines);
    return fd;
}

void bringLoopbackUp() {
    runIp("link set lo up\n");
}

} // namespace vitrine::netsim
