// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "http/FramingCheck.hpp"

#include <cstddef>
#include <string_view>

namespace vitrine::http {

/// Follows the requests and answers of one HTTP/1.1 connection (RFC 9112), in pieces of any size,
/// and keeps none of them: says when a request is longer than anything of ours can be, or does not
/// say clearly where it ends.
///
/// libsoup takes a head of up to 100 KiB and a body without any limit.
///
/// Owner: Connection. Thread: any one at a time.
class RequestMeter {
  public:
    /// Long for the address of a camera, short for who tries.
    static constexpr std::size_t kMostLine = 8UL * 1024;
    /// The request line and all headers: a browser's, with cookies of other services of the host.
    static constexpr std::size_t kMostHead = 32UL * 1024;
    /// As much as a message of the WebSocket.
    static constexpr std::size_t kMostBody = 64UL * 1024;

    enum class Verdict { Fine, LineTooLong, HeadTooLong, BodyTooLong, Unclear };

    /// What the client sent. Once something is wrong with a request, it stays so.
    Verdict see(std::string_view bytes) noexcept;
    /// What was sent to it: what comes after that is the next request.
    void answer(std::string_view bytes) noexcept;

    /// Whether something of a request has come that is not answered.
    bool asking() const noexcept { return line_ + head_ + body_ > 0; }
    /// Whether it was answered with 101: from then on nothing is measured.
    bool upgraded() const noexcept { return upgraded_; }

  private:
    enum class Part { Line, Head, Body };

    void seeHead(char c) noexcept;
    Verdict verdict() const noexcept;

    Part part_ = Part::Line;
    std::size_t line_ = 0; // bytes of the request line
    std::size_t head_ = 0; // bytes of the head after it
    std::size_t body_ = 0; // bytes after the head
    FramingCheck framing_;
    bool lineIsBlank_ = false;
    bool upgraded_ = false;
};

} // namespace vitrine::http
