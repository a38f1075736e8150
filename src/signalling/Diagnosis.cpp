// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Diagnosis.hpp"

#include "signalling/CandidateParts.hpp"
#include "signalling/Grammar.hpp"

#include <algorithm>
#include <gio/gio.h>
#include <memory>

namespace vitrine::signalling {
namespace {

std::string_view part(std::string_view candidate, CandidatePart place) {
    const auto parts = words(candidate);
    return place < parts.size() ? parts[place] : std::string_view{};
}

bool isLoopback(std::string_view address) {
    const std::unique_ptr<GInetAddress, decltype(&g_object_unref)> parsed(
        g_inet_address_new_from_string(std::string{address}.c_str()), g_object_unref);
    if (address == "localhost")
        return true;
    return parsed && g_inet_address_get_is_loopback(parsed.get()) != FALSE;
}

bool anyRelayed(const std::vector<std::string>& candidates) {
    return std::any_of(candidates.begin(), candidates.end(),
                       [](const auto& each) { return part(each, Type) == "relay"; });
}

bool anyOverTcp(const std::vector<std::string>& candidates) {
    return std::any_of(candidates.begin(), candidates.end(),
                       [](const auto& each) { return sameWord(part(each, Transport), "tcp"); });
}

bool onlyLoopback(const std::vector<std::string>& candidates) {
    return std::all_of(candidates.begin(), candidates.end(),
                       [](const auto& each) { return isLoopback(part(each, Address)); });
}

bool names(const std::vector<std::string>& candidates, std::string_view address) {
    return std::any_of(candidates.begin(), candidates.end(),
                       [&](const auto& each) { return part(each, Address) == address; });
}

// The address in the page's URL, where it has one that is not only this machine's.
std::string hostOf(const Evidence& evidence) {
    if (!evidence.page || !isAddress(evidence.page->host) || isLoopback(evidence.page->host))
        return {};
    return evidence.page->host;
}

// "host:port" of turn://user:password@host:port?transport=tcp.
std::string serverOf(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    if (const auto user = url.rfind('@'); user != std::string_view::npos)
        url.remove_prefix(user + 1);
    return std::string{url.substr(0, url.find_first_of("/?"))};
}

Cause causeOfTurn(const Evidence& evidence) {
    if (evidence.page && evidence.page->turnRefused)
        return evidence.turnSecret ? Cause::SecretRefused : Cause::TurnRefuses;
    const bool relayed = anyRelayed(evidence.ours) || anyRelayed(evidence.theirs);
    return relayed ? Cause::RelayInVain : Cause::TurnSilent;
}

} // namespace

Cause diagnose(const Evidence& evidence) {
    const auto& page = evidence.page;
    if (page && !page->playable)
        return page->h264 ? Cause::OtherH264 : Cause::NoH264;
    if (!evidence.answered)
        return Cause::NoAnswer;
    // What has been tried, and has worked, is surer than what can be concluded.
    if (page && page->reachedAtHost)
        return Cause::WrongPublicAddress;
    if (evidence.sought)
        return Cause::HiddenAddress;
    if (evidence.ours.empty())
        return evidence.relayOnly ? Cause::RelayOnlySilent : Cause::NoOwnAddress;
    if (page && page->answered > 0)
        return Cause::Handshake;
    if (evidence.heard)
        return Cause::OneWay;
    if (evidence.theirs.empty() && evidence.complete)
        return Cause::NoViewerAddress;
    if (evidence.theirs.empty() && evidence.page)
        return Cause::NoHiddenName;
    if (!evidence.turnServer.empty())
        return causeOfTurn(evidence);
    if (onlyLoopback(evidence.ours) && !(page && isLoopback(page->host)))
        return Cause::LoopbackOnly;
    if (evidence.hostIsOurs && !names(evidence.ours, hostOf(evidence)))
        return Cause::OtherAddress;
    return anyOverTcp(evidence.ours) ? Cause::TcpBlocked : Cause::UdpBlocked;
}

Trouble explain(const Evidence& evidence) {
    const bool tried = evidence.page && evidence.page->reachedAtHost;
    return describe(diagnose(evidence),
                    {evidence.camera, tried ? evidence.page->host : hostOf(evidence),
                     serverOf(evidence.turnServer)});
}

std::string brief(std::string_view candidate) {
    std::string transport{part(candidate, Transport)};
    std::transform(transport.begin(), transport.end(), transport.begin(), g_ascii_tolower);
    const std::string address{part(candidate, Address)};
    const bool isV6 = address.find(':') != std::string::npos;
    return std::string{part(candidate, Type)} + ' ' + transport + ' ' +
           (isV6 ? '[' + address + ']' : address) + ':' + std::string{part(candidate, Port)};
}

std::string bothSides(const Evidence& evidence) {
    const auto list = [](const std::vector<std::string>& candidates) {
        std::string text;
        for (const auto& each : candidates)
            text += (text.empty() ? "" : ", ") + brief(each);
        return text.empty() ? std::string{"none"} : text;
    };
    return "ours: " + list(evidence.ours) + "; theirs: " + list(evidence.theirs);
}

} // namespace vitrine::signalling
