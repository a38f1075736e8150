// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <optional>
#include <string_view>

/// Which of the H.264 formats that a receiver offers suits a stream (RFC 6184). Thread: pure.
namespace vitrine::signalling {

/// The value of a parameter in "name=value;name=value"; empty when it is not there.
std::string_view formatParameter(std::string_view parameters, std::string_view name);

/// How far an offered format is from a stream: 0 is as if made for it. Nothing when a receiver of
/// the format cannot be expected to take the stream: another packetization mode than 1, or a
/// profile that is less than the stream's.
///
/// `offered` are the parameters of its a=fmtp, empty where there is none; `streamProfile` is the
/// profile-level-id of the stream. A format that says nothing of mode or profile is taken, after
/// those that do: by the letter that is mode 0 and Baseline (section 8.1), but who leaves them out,
/// as GStreamer does, takes everything. Levels are not compared: decoders read them in the stream.
std::optional<unsigned> h264Distance(std::string_view offered, std::string_view streamProfile);

/// A profile's name for people: "Baseline", constrained or not, "Main", "High".
std::string_view h264ProfileName(std::string_view profileLevelId);

} // namespace vitrine::signalling
