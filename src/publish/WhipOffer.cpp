// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/WhipOffer.hpp"

#include <string_view>

namespace vitrine::publish {
namespace {

// The first line that begins so, with its end; empty where there is none.
std::string lineOf(std::string_view sdp, std::string_view begin) {
    for (std::size_t at = 0; at < sdp.size();) {
        const auto end = sdp.find("\r\n", at);
        const auto line = sdp.substr(at, end - at);
        if (line.starts_with(begin))
            return std::string{line} + "\r\n";
        if (end == std::string_view::npos)
            break;
        at = end + 2;
    }
    return {};
}

std::string candidateLines(const std::vector<std::string>& candidates, bool complete) {
    std::string lines;
    for (const auto& candidate : candidates)
        lines += "a=" + candidate + "\r\n";
    return complete ? lines + "a=end-of-candidates\r\n" : lines;
}

} // namespace

std::string offerWith(const std::string& sdp, const std::vector<std::string>& candidates,
                      bool complete) {
    return sdp + candidateLines(candidates, complete);
}

std::string fragmentOf(const std::string& sdp, const std::vector<std::string>& candidates,
                       bool complete) {
    return lineOf(sdp, "a=ice-ufrag:") + lineOf(sdp, "a=ice-pwd:") + lineOf(sdp, "m=") +
           lineOf(sdp, "a=mid:") + candidateLines(candidates, complete);
}

} // namespace vitrine::publish
