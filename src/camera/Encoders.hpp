// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "util/Result.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>

/// The H.264 encoders this program knows, best first, each with its low-latency settings.
/// Thread: pure, but for selectEncoder().
namespace vitrine::camera {

/// What an encoder is asked for.
struct EncodeSettings {
    unsigned width = 0;
    unsigned height = 0;
    unsigned framerate = 0;
    /// kbit/s
    unsigned bitrate = 0;
    std::chrono::seconds keyframeInterval{10};
    bool operator==(const EncodeSettings&) const = default;
};

/// What a camera's encoder is asked for.
EncodeSettings encodeSettings(const config::Camera& camera);

/// One encoder element: how it is fed and set.
struct EncoderRow {
    std::string_view element;
    /// The raw format it is given.
    std::string_view format;
    /// Its properties in gst-launch syntax.
    std::string (*properties)(const EncodeSettings&);
    /// More fields for its output caps, beginning with a comma, or an empty string.
    std::string (*outputFields)(const EncodeSettings&);
};

/// The table, in the order in which `auto` tries it.
std::span<const EncoderRow> encoderTable();

/// The row of an element, or null.
const EncoderRow* findEncoder(std::string_view element);

/// The gst-launch description from raw video (any format and size) to H.264, byte-stream, one
/// access unit a buffer, constrained baseline, no B-frames, no lookahead, IDR size bounded by VBV.
/// The encoder element is named "encoder". What comes in right already passes untouched; slower
/// video than asked for stays as slow, faster video loses frames.
std::string encoderDescription(const EncoderRow& row, const EncodeSettings& settings);

/// The row to use: the named element, or with "auto" the first, that really encodes a few frames
/// at these settings. Each row is tried once a process for a size, rate and bitrate. The error
/// names what was tried and why each failed.
///
/// Thread: main; takes as long as an encoder takes to start, 3 s an encoder at the very most.
util::Result<const EncoderRow*> selectEncoder(std::string_view wanted,
                                              const EncodeSettings& settings);

} // namespace vitrine::camera
