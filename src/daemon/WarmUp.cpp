// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/WarmUp.hpp"

#include "gst/Element.hpp"

#include <openssl/crypto.h>

#include <array>

namespace vitrine::daemon {

void warmUp() {
    // dtlsdec's first instance generates the certificate all later ones share.
    constexpr std::array needed{"webrtcbin", "nicesrc", "nicesink", "dtlsdec",
                                "dtlsenc",   "srtpenc", "srtpdec",  "rtpbin"};
    for (const auto* factory : needed)
        gst::makeElement(factory);
}

void keepOpenSslToTheEnd() {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

} // namespace vitrine::daemon
