// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace vitrine::http {

/// Whether a request says clearly where its body ends (RFC 9112, section 6): by nothing, by one
/// Content-Length in digits, or by Transfer-Encoding: chunked.
///
/// libsoup 3.2 loses the path of a request that says anything else, up to 8 KiB each time; and what
/// two programs understand differently is how requests are smuggled past one of them. Lines that
/// are folded and bytes of zero, which make one header of several, are not taken.
///
/// Owner: RequestMeter. Thread: any one at a time.
class FramingCheck {
  public:
    /// The head after the request line, byte by byte.
    void see(char c) noexcept;
    bool fine() const noexcept { return fine_; }

  private:
    // As long as what is looked for, with some blanks.
    static constexpr std::size_t kMost = 64;

    void judge(std::string_view line) noexcept;

    std::array<char, kMost> line_{}; // the beginning of the line, in lower case
    std::size_t length_ = 0;
    bool said_ = false;
    bool fine_ = true;
};

} // namespace vitrine::http
