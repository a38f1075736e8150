// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// The modes a capture device offers, and which of them to use. Thread: pure.
namespace vitrine::camera {

/// What a device's frames are in, in the order in which it is wanted.
enum class Encoding { H264, Jpeg, Raw, Grey };

/// A whole number, or a range of them with a step.
struct Span {
    int least = 0;
    int most = 0;
    int step = 1;
    bool operator==(const Span&) const = default;
};

/// Frames a second, as a fraction.
struct Rate {
    int numerator = 0;
    int denominator = 1;
    bool operator==(const Rate&) const = default;
    double value() const noexcept { return double(numerator) / denominator; }
};

/// One thing a device can do. Sizes and rates may be ranges; in a mode that was chosen they are
/// single values.
struct Mode {
    Encoding encoding = Encoding::Raw;
    /// GStreamer's name of the raw format ("YUY2"); empty when encoded.
    std::string format;
    Span width;
    Span height;
    Rate leastRate;
    Rate mostRate;
    bool operator==(const Mode&) const = default;
};

/// What is asked of a device.
struct WantedMode {
    int width = 0;
    int height = 0;
    int framerate = 0;
};

/// The modes in a capture element's caps. Depth pictures, frames that never reach system memory
/// and encodings that are not for us are left out.
std::vector<Mode> modesFromCaps(const GstCaps* caps);

/// The best mode: one that reaches the rate if any can; of these one that reaches the size; of
/// these H.264 from the device, then JPEG, then raw; of these the nearest size, then the nearest
/// rate. Grey pictures only when there are no others. Nothing when there are no modes.
std::optional<Mode> chooseMode(std::span<const Mode> modes, const WantedMode& wanted);

/// A chosen mode as caps in gst-launch text.
std::string modeCaps(const Mode& mode);

/// What a device can do, in a line for a person: "H.264 and JPEG up to 1920x1080, 30 fps; …".
std::string summarise(std::span<const Mode> modes);

} // namespace vitrine::camera
