// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::viewer {

/// One of our host candidates as it looks from beyond a 1:1 NAT: `publicAddress` with the same
/// port, server reflexive (RFC 8445, section 5.1.1.2), so that both are offered and a viewer on
/// this side of the NAT still has the nearer one. Empty for what is no host candidate, or of
/// another family. `candidate` is as webrtcbin writes them (RFC 8839, section 5.1). Thread: pure.
std::string beyondNat(std::string_view candidate, std::string_view publicAddress);

} // namespace vitrine::viewer
