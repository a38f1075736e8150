// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/PairText.hpp"

#include <array>

namespace vitrine::viewer {
namespace {

const char* kindOf(const NiceCandidate& candidate) {
    switch (candidate.type) {
    case NICE_CANDIDATE_TYPE_HOST:
        return "host";
    case NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE:
        return "srflx";
    case NICE_CANDIDATE_TYPE_PEER_REFLEXIVE:
        return "prflx";
    case NICE_CANDIDATE_TYPE_RELAYED:
        return "relay";
    }
    return "unknown";
}

std::string describe(const NiceCandidate& candidate) {
    std::array<char, NICE_ADDRESS_STRING_LEN> address{};
    nice_address_to_string(&candidate.addr, address.data());
    const bool six = nice_address_ip_version(&candidate.addr) == 6;
    return std::string(kindOf(candidate)) + ' ' + (six ? "[" : "") + address.data() +
           (six ? "]:" : ":") + std::to_string(nice_address_get_port(&candidate.addr));
}

} // namespace

std::string selectedPairText(const gst::Ref<NiceAgent>& agent, guint stream, guint component) {
    NiceCandidate* local = nullptr;
    NiceCandidate* remote = nullptr;
    if (!nice_agent_get_selected_pair(agent.get(), stream, component, &local, &remote))
        return "no pair";
    return describe(*local) + " to " + describe(*remote);
}

} // namespace vitrine::viewer
