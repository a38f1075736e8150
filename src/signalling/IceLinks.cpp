// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/IceLinks.hpp"

namespace vitrine::signalling {

std::vector<std::string> iceServerLinks(const std::vector<viewer::IceServer>& servers) {
    std::vector<std::string> links;
    for (const auto& server : servers)
        for (const auto& url : server.urls) {
            auto link = "<" + url + ">; rel=\"ice-server\"";
            if (!server.username.empty())
                link += "; username=\"" + server.username + "\"; credential=\"" +
                        server.credential + "\"; credential-type=\"password\"";
            links.push_back(std::move(link));
        }
    return links;
}

} // namespace vitrine::signalling
