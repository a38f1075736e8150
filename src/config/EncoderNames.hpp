// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace vitrine::config {

inline constexpr std::array<std::string_view, 6> kEncoderNames{
    "v4l2h264enc", "vah264enc", "vaapih264enc", "nvh264enc", "x264enc", "openh264enc"};

/// The encoder elements a camera's `encoder` may name, in the order in which `auto` tries them
/// ("auto" itself is not among them). Thread: pure.
constexpr std::span<const std::string_view> encoderNames() noexcept {
    return kEncoderNames;
}

} // namespace vitrine::config
