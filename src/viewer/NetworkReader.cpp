// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/NetworkReader.hpp"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <string_view>
#include <system_error>

namespace vitrine::viewer {
namespace {

[[noreturn]] void fail(int error) {
    throw std::system_error(error, std::generic_category(), "the kernel tells no interfaces");
}

/// A conversation with the kernel about the network.
class Netlink {
  public:
    Netlink()
        : descriptor_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)) {
        if (descriptor_ < 0)
            fail(errno);
    }
    ~Netlink() { close(descriptor_); }
    Netlink(const Netlink&) = delete;
    Netlink& operator=(const Netlink&) = delete;

    /// Asks for all of a kind, RTM_GETLINK or RTM_GETADDR.
    void dump(std::uint16_t kind, const std::function<void(nlmsghdr*)>& each) const {
        struct {
            nlmsghdr head;
            rtgenmsg body;
        } request{};
        request.head.nlmsg_len = sizeof(request);
        request.head.nlmsg_type = kind;
        request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
        request.body.rtgen_family = AF_UNSPEC;
        if (send(descriptor_, &request, sizeof(request), 0) < 0)
            fail(errno);
        while (receive(each)) {
        }
    }

  private:
    // The next part of the answer; false at its end.
    bool receive(const std::function<void(nlmsghdr*)>& each) const {
        // What the kernel writes at most into one part of a dump.
        alignas(nlmsghdr) std::array<char, 32768> room{};
        const auto size = recv(descriptor_, room.data(), room.size(), 0);
        if (size < 0)
            fail(errno);
        auto left = static_cast<unsigned>(size);
        for (auto* message = reinterpret_cast<nlmsghdr*>(room.data()); NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type == NLMSG_DONE)
                return false;
            if (message->nlmsg_type == NLMSG_ERROR)
                fail(EIO);
            each(message);
        }
        return true;
    }

    int descriptor_;
};

void eachAttribute(rtattr* first, std::size_t size, const std::function<void(rtattr*)>& each) {
    auto left = static_cast<unsigned>(size);
    for (auto* attribute = first; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left))
        each(attribute);
}

std::uint32_t number(const rtattr* attribute) {
    std::uint32_t value = 0;
    if (RTA_PAYLOAD(attribute) >= sizeof(value))
        std::memcpy(&value, RTA_DATA(attribute), sizeof(value));
    return value;
}

std::string word(const rtattr* attribute) {
    const std::string_view all(static_cast<const char*>(RTA_DATA(attribute)),
                               RTA_PAYLOAD(attribute));
    return std::string(all.substr(0, all.find('\0')));
}

NetworkLink linkOf(nlmsghdr* message) {
    auto* about = static_cast<ifinfomsg*>(NLMSG_DATA(message));
    NetworkLink link;
    link.index = static_cast<unsigned>(about->ifi_index);
    link.up = (about->ifi_flags & IFF_UP) != 0;
    link.loopback = (about->ifi_flags & IFF_LOOPBACK) != 0;
    eachAttribute(IFLA_RTA(about), IFLA_PAYLOAD(message), [&link](rtattr* attribute) {
        if (attribute->rta_type == IFLA_MASTER)
            link.master = number(attribute);
        if (attribute->rta_type == IFLA_LINKINFO)
            eachAttribute(static_cast<rtattr*>(RTA_DATA(attribute)), RTA_PAYLOAD(attribute),
                          [&link](rtattr* inner) {
                              if (inner->rta_type == IFLA_INFO_KIND)
                                  link.kind = word(inner);
                          });
    });
    return link;
}

NetworkAddress addressOf(nlmsghdr* message) {
    auto* about = static_cast<ifaddrmsg*>(NLMSG_DATA(message));
    NetworkAddress address;
    address.link = about->ifa_index;
    address.linkLocal = about->ifa_family == AF_INET6 && about->ifa_scope == RT_SCOPE_LINK;
    std::uint32_t flags = about->ifa_flags;
    const auto text = [&](const rtattr* attribute) {
        std::array<char, INET6_ADDRSTRLEN> room{};
        const auto* shown = inet_ntop(about->ifa_family, RTA_DATA(attribute), room.data(),
                                      static_cast<socklen_t>(room.size()));
        return std::string(shown ? shown : "");
    };
    eachAttribute(IFA_RTA(about), IFA_PAYLOAD(message), [&](rtattr* attribute) {
        if (attribute->rta_type == IFA_FLAGS)
            flags = number(attribute);
        // At a point-to-point link IFA_ADDRESS is the other end's, and IFA_LOCAL comes as well.
        if (attribute->rta_type == IFA_LOCAL ||
            (attribute->rta_type == IFA_ADDRESS && address.text.empty()))
            address.text = text(attribute);
    });
    address.passing =
        about->ifa_family == AF_INET6 &&
        (flags & (IFA_F_TEMPORARY | IFA_F_DEPRECATED | IFA_F_TENTATIVE | IFA_F_DADFAILED)) != 0;
    return address;
}

} // namespace

Network readNetwork() {
    const Netlink kernel;
    Network network;
    kernel.dump(RTM_GETLINK, [&network](nlmsghdr* message) {
        if (message->nlmsg_type == RTM_NEWLINK)
            network.links.push_back(linkOf(message));
    });
    kernel.dump(RTM_GETADDR, [&network](nlmsghdr* message) {
        if (message->nlmsg_type != RTM_NEWADDR)
            return;
        if (auto address = addressOf(message); !address.text.empty())
            network.addresses.push_back(std::move(address));
    });
    return network;
}

} // namespace vitrine::viewer
