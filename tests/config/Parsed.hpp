// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "support/catch.hpp"

#include "config/Loader.hpp"

#include <string>
#include <string_view>
#include <utility>

/// Configurations as texts, which are read as a file's.
namespace vitrine::test {

/// A good one.
inline config::Config parsed(std::string_view text) {
    auto config = config::parseText("x.conf", text);
    INFO((config ? std::string{} : config.error().message));
    REQUIRE(config);
    return std::move(config).value();
}

/// What is said of a bad one.
inline std::string messageOf(std::string_view text) {
    const auto config = config::parseText("x.conf", text);
    REQUIRE_FALSE(config);
    CHECK(config.error().code == "config");
    return config.error().message;
}

} // namespace vitrine::test
