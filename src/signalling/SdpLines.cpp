// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/SdpLines.hpp"

#include "signalling/Grammar.hpp"

#include <algorithm>

namespace vitrine::signalling {
namespace {

using util::Error;

Error bad(std::string message) {
    return {"bad-sdp", std::move(message)};
}

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

// What is wrong with one line, or an empty text.
std::string lineFault(std::string_view line) {
    if (line.size() > kMaxSdpLineBytes)
        return "has " + std::to_string(line.size()) + " bytes; at most " +
               std::to_string(kMaxSdpLineBytes) + " are read";
    if (std::any_of(line.begin(), line.end(), isControl))
        return "holds a control character";
    if (line.size() < 2 || line[0] < 'a' || line[0] > 'z' || line[1] != '=')
        return "is " + inQuotes(line) + "; it must be a letter, \"=\" and a value";
    return {};
}

} // namespace

util::Error badLine(std::size_t number, const std::string& message) {
    return bad("line " + std::to_string(number) + " of the SDP " + message);
}

util::Result<std::vector<SdpLine>> splitSdpFragment(std::string_view sdp) {
    if (sdp.size() > kMaxSdpBytes)
        return bad("the SDP has " + std::to_string(sdp.size()) + " bytes; at most " +
                   std::to_string(kMaxSdpBytes) + " are read");
    // Counted before anything else is done with it.
    if (static_cast<std::size_t>(std::count(sdp.begin(), sdp.end(), '\n')) > kMaxSdpLines)
        return bad("the SDP has more than " + std::to_string(kMaxSdpLines) + " lines");
    if (!isUtf8(sdp))
        return bad("the SDP is not UTF-8");
    std::vector<SdpLine> lines;
    for (std::size_t number = 1; !sdp.empty(); ++number) {
        auto line = takeUntil(sdp, '\n');
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        if (auto fault = lineFault(line); !fault.empty())
            return badLine(number, fault);
        lines.push_back({line[0], line.substr(2), number});
    }
    if (lines.empty())
        return bad("the SDP is empty");
    return lines;
}

util::Result<std::vector<SdpLine>> splitSdp(std::string_view sdp) {
    auto lines = splitSdpFragment(sdp);
    if (lines && (lines.value().front().type != 'v' || lines.value().front().value != "0"))
        return bad("the SDP must begin with \"v=0\"");
    return lines;
}

} // namespace vitrine::signalling
