// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/Message.hpp"
#include "viewer/Registry.hpp"
#include "viewer/Sender.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace vitrine::signalling {

/// What there is to say of one viewer now. Thread: a plain value.
struct ViewerFacts {
    std::uint64_t id = 0;
    std::string camera;
    /// The IP address its WebSocket came from.
    std::string address;
    viewer::Identity identity;
    std::chrono::duration<double> here{};
    /// "express" or "webrtcbin"; empty before it is connected.
    std::string sendPath;
    std::uint64_t framesSent = 0;
    std::uint64_t framesDropped = 0;
    viewer::SendStats sent;
    /// Bits a second of RTP over the last seconds; nothing before it is known.
    std::optional<double> bitrate;
    /// From a frame's capture to its arrival here, where the camera's clock tells.
    std::optional<double> cameraSeconds;
    /// What its page measured last; empty until it has told.
    Report report;
    /// "instant", "balanced" or "smooth".
    std::string playout;
    std::uint64_t resyncs = 0;
};

} // namespace vitrine::signalling
