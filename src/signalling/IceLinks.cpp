// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/IceLinks.hpp"

namespace vitrine::signalling {

std::vector<std::string> iceServerLinks(std::string_view stunServer) {
    constexpr std::string_view scheme = "stun://"; // as GStreamer has it; RFC 7064 knows no slashes
    if (!stunServer.starts_with(scheme))
        return {};
    stunServer.remove_prefix(scheme.size());
    return {"<stun:" + std::string{stunServer} + ">; rel=\"ice-server\""};
}

} // namespace vitrine::signalling
