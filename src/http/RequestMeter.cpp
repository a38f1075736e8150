// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/RequestMeter.hpp"

namespace vitrine::http {

RequestMeter::Verdict RequestMeter::see(std::string_view bytes) noexcept {
    if (upgraded_)
        return Verdict::Fine;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (part_ == Part::Body) {
            body_ += bytes.size() - i;
            break;
        }
        if (verdict() != Verdict::Fine)
            break;
        seeHead(bytes[i]);
    }
    return verdict();
}

void RequestMeter::seeHead(char c) noexcept {
    if (part_ == Part::Line) {
        ++line_;
        // Line ends before a request do not count as one (RFC 9112, section 2.2).
        const bool nothingYet = line_ <= 2 && (c == '\r' || c == '\n');
        if (c == '\n' && !nothingYet) {
            part_ = Part::Head;
            lineIsBlank_ = true;
        }
        return;
    }
    ++head_;
    framing_.see(c);
    if (c == '\n' && lineIsBlank_)
        part_ = Part::Body;
    else if (c != '\r')
        lineIsBlank_ = c == '\n';
}

RequestMeter::Verdict RequestMeter::verdict() const noexcept {
    if (line_ > kMostLine)
        return Verdict::LineTooLong;
    if (line_ + head_ > kMostHead)
        return Verdict::HeadTooLong;
    if (!framing_.fine())
        return Verdict::Unclear;
    return body_ > kMostBody ? Verdict::BodyTooLong : Verdict::Fine;
}

void RequestMeter::answer(std::string_view bytes) noexcept {
    // libsoup writes a status line and headers as one.
    upgraded_ = upgraded_ || bytes.starts_with("HTTP/1.1 101");
    part_ = Part::Line;
    line_ = head_ = body_ = 0;
    framing_ = {};
}

} // namespace vitrine::http
