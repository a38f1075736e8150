// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "config/Loader.hpp"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = config::parseText("fuzz.conf", fuzz::text(data, size));
    if (!parsed)
        fuzz::promise(!parsed.error().message.empty(), "an error says something");
    return 0;
}
