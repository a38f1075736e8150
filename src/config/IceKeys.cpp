// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/IceKeys.hpp"

#include "config/Values.hpp"

namespace vitrine::config {

std::vector<Key> iceKeys() {
    return {
        {.group = GroupKind::Ice,
         .name = "stun-server",
         .type = "URL",
         .unset = "none",
         .allowed = "stun://host:port",
         .doc = "A STUN server, for viewers who reach this machine through a NAT.",
         .set =
             [](Target target, const std::string& text) {
                 return parseStunServer(text, target.config.ice.stunServer);
             },
         .secret = true},
        {.group = GroupKind::Ice,
         .name = "turn-server",
         .type = "list of URLs",
         .unset = "none",
         .allowed =
             "turn://user:password@host:port, with ?transport=udp or ?transport=tcp if need "
             "be; with a turn-secret without user:password@, and turns://host:port for viewers "
             "alone; separated by ';'",
         .doc = "TURN servers that relay to viewers who cannot be reached directly.",
         .set =
             [](Target target, const std::string& text) {
                 return parseTurnServers(text, target.config.ice.turnServers);
             },
         .secret = true},
        {.group = GroupKind::Ice,
         .name = "turn-secret",
         .type = "text",
         .unset = "none",
         .allowed = "any text: the one that the TURN servers have",
         .doc = "Makes time-limited credentials for turn-server, for this server and for each "
                "viewer.",
         .set =
             [](Target target, const std::string& text) {
                 target.config.ice.turnSecret = text;
                 return std::string{};
             },
         .secret = true},
        {.group = GroupKind::Ice,
         .name = "port-range",
         .type = "range A-B",
         .unset = "any free port",
         .allowed = "two ports of 1024 to 65535, such as 50000-50999",
         .doc = "The UDP ports for media, and the TCP ports with tcp; open these in a firewall.",
         .set =
             [](Target target, const std::string& text) {
                 return parsePortRange(text, target.config.ice.portRange);
             }},
        {.group = GroupKind::Ice,
         .name = "local-addresses",
         .type = "list of IP addresses",
         .unset = "every interface but bridges of containers and virtual machines; loopback alone "
                  "when the server listens on nothing else",
         .allowed = "IP addresses of this machine, separated by ';'",
         .doc = "The only addresses offered to viewers for media.",
         .set =
             [](Target target, const std::string& text) {
                 return parseAddresses(text, target.config.ice.localAddresses);
             }},
        {.group = GroupKind::Ice,
         .name = "public-address",
         .type = "IP address",
         .unset = "none",
         .allowed = "an IPv4 or IPv6 address, such as 203.0.113.9",
         .doc = "The address by which a 1:1 NAT lets viewers reach this machine; offered beside "
                "its own, with the same ports.",
         .set =
             [](Target target, const std::string& text) {
                 return parseAddress(text, target.config.ice.publicAddress);
             }},
        {.group = GroupKind::Ice,
         .name = "transport-policy",
         .type = "word",
         .defaultText = "all",
         .allowed = "all, relay",
         .doc = "Which ways are offered: all, or only those through turn-server, so that no viewer "
                "learns this machine's address.",
         .set =
             [](Target target, const std::string& text) {
                 const std::vector<std::string> words{"all", "relay"};
                 std::size_t place = 0;
                 auto reason = parseWord(text, words, place);
                 if (reason.empty())
                     target.config.ice.relayOnly = place == 1;
                 return reason;
             }},
        {.group = GroupKind::Ice,
         .name = "tcp",
         .type = "true or false",
         .defaultText = "false",
         .allowed = "true, false",
         .doc = "Whether media may go over TCP where a network lets no UDP through; costs each "
                "viewer a listening socket for each address.",
         .set =
             [](Target target, const std::string& text) {
                 return parseBool(text, target.config.ice.tcp);
             }},
    };
}

} // namespace vitrine::config
