// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Trouble.hpp"

#include <algorithm>
#include <array>

namespace vitrine::signalling {
namespace {

constexpr std::string_view kTurnLine = "[ice] turn-server = turn://USER:PASSWORD@SERVER";

constexpr std::array<TroubleRow, 20> kRows{{
    {Cause::WebSocketBlocked, "websocket-blocked",
     "The page reaches this server by HTTP, but its WebSocket does not get through: a proxy "
     "between the two does not pass it on.",
     "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "
     "upgrade; (nginx)"},
    {Cause::NoH264, "no-h264",
     "This browser cannot decode H.264, which is all that this server sends.",
     "media.gmp-gmpopenh264.enabled = true (about:config of Firefox)"},
    {Cause::OtherH264, "other-h264",
     "This browser decodes H.264, but not the kind that the camera CAMERA gives.",
     "[camera CAMERA] source = pipeline:FRAGMENT THAT ENDS IN RAW VIDEO"},
    {Cause::NoAnswer, "no-answer",
     "There was no connection within 10 s: the viewer did not answer the offer.", ""},
    {Cause::NoOwnAddress, "no-own-address",
     "This server has no address to offer for media: it has none of those that it may use.",
     "[ice] local-addresses = ADDRESS"},
    {Cause::LoopbackOnly, "loopback-only",
     "This server offers its media on this machine's loopback alone, which no other machine "
     "reaches.",
     "[ice] local-addresses = ADDRESS"},
    {Cause::OtherAddress, "other-address",
     "The viewer reaches this server at ADDRESS, which is none of the addresses offered for media, "
     "and reaches none of those.",
     "[ice] local-addresses = ADDRESS"},
    {Cause::WrongPublicAddress, "wrong-public-address",
     "Media gets through at ADDRESS, and at none of the addresses that this server offers.",
     "[ice] public-address = ADDRESS"},
    {Cause::HiddenAddress, "hidden-address",
     "The browser hides its address behind an mDNS name, and a firewall lets nothing in to this "
     "server that was not asked for.",
     "[ice] stun-server = stun://HOST:3478"},
    {Cause::NoViewerAddress, "no-viewer-address",
     "The browser names no address at all for media: a policy or an extension forbids it.",
     "WebRtcIPHandling = default (policy of Chromium)"},
    {Cause::NoHiddenName, "no-hidden-name",
     "The browser names no address for media and does not come to an end with it: Chromium cannot "
     "hide its addresses behind mDNS names on a machine that has no IPv4 address at all, and no "
     "STUN "
     "server that it reaches by IPv6 shows it another.",
     "[ice] stun-server = stun://HOST:3478"},
    {Cause::TurnRefuses, "turn-refuses",
     "No UDP gets through between the viewer and this server, and the TURN server SERVER refuses "
     "the user or the password.",
     kTurnLine},
    {Cause::SecretRefused, "turn-secret-refused",
     "No UDP gets through between the viewer and this server, and the TURN server SERVER refuses "
     "the login that was made of turn-secret: it has another secret, or another time of day.",
     "[ice] turn-secret = SECRET (coturn: static-auth-secret)"},
    {Cause::TurnSilent, "turn-silent",
     "No UDP gets through between the viewer and this server, and the TURN server SERVER relays "
     "nothing: it does not answer, or refuses the user or the password.",
     kTurnLine},
    {Cause::RelayOnlySilent, "relay-only-silent",
     "This server is to be reached through the TURN server SERVER alone, and that relays nothing: "
     "it does not answer, or refuses the login.",
     "[ice] transport-policy = all"},
    {Cause::RelayInVain, "relay-in-vain",
     "No UDP gets through between the viewer and this server, and not to the address from which "
     "the TURN server relays either.",
     "external-ip = PUBLIC/PRIVATE (coturn)"},
    {Cause::OneWay, "one-way",
     "What the viewer sends arrives at this server, but nothing gets back: a firewall does not let "
     "its UDP out.",
     "[ice] port-range = 50000-50999"},
    {Cause::Handshake, "handshake",
     "Small packets get through between the viewer and this server, but not the encryption's "
     "handshake: larger ones are lost on the way, as in a tunnel with a small MTU.",
     "ip link set dev INTERFACE mtu 1280"},
    {Cause::UdpBlocked, "udp-blocked",
     "No UDP gets through between the viewer and this server, and there is no TURN server to go "
     "around.",
     "[ice] tcp = true"},
    {Cause::TcpBlocked, "udp-and-tcp-blocked",
     "Neither UDP nor TCP gets through between the viewer and the ports that this server offers, "
     "and there is no TURN server to go around.",
     "[ice] turn-server = turn://USER:PASSWORD@HOST:3478?transport=tcp"},
}};

void put(std::string& text, std::string_view word, const std::string& name) {
    if (name.empty())
        return;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + name.size()))
        text.replace(at, word.size(), name);
}

} // namespace

Trouble describe(Cause cause, const TroubleNames& names) {
    const auto* row = std::find_if(kRows.begin(), kRows.end(),
                                   [cause](const auto& each) { return each.cause == cause; });
    Trouble trouble{std::string{row->code}, std::string{row->sentence}, std::string{row->setting}};
    for (auto* text : {&trouble.sentence, &trouble.setting}) {
        put(*text, "CAMERA", names.camera);
        put(*text, "ADDRESS", names.address);
        put(*text, "SERVER", names.turn);
    }
    return trouble;
}

std::span<const TroubleRow> troubleRows() {
    return kRows;
}

} // namespace vitrine::signalling
