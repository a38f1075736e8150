// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/LineRing.hpp"

#include "util/Text.hpp"

#include <algorithm>
#include <unistd.h>

namespace vitrine::util {
namespace {

constexpr std::size_t kShare = 8; // of all, for one line at most

} // namespace

void LineRing::add(std::string_view line) {
    const auto most = bytes_.size() / kShare;
    const auto kept = line.size() > most ? shorten(line, most) : std::string(line);
    const std::lock_guard lock(mutex_);
    write(kept);
    write("\n");
}

void LineRing::write(std::string_view text) {
    while (!text.empty()) {
        const auto part = text.substr(0, bytes_.size() - next_);
        std::copy(part.begin(), part.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(next_));
        text.remove_prefix(part.size());
        next_ += part.size();
        if (next_ == bytes_.size()) {
            next_ = 0;
            full_ = true;
        }
    }
}

void LineRing::writeInCrash(int descriptor) const noexcept {
    const auto write = [&](std::size_t from, std::size_t to) {
        while (from < to) {
            const auto written = ::write(descriptor, bytes_.data() + from, to - from);
            if (written <= 0)
                return;
            from += static_cast<std::size_t>(written);
        }
    };
    if (full_)
        write(next_, bytes_.size());
    write(0, next_);
}

std::string LineRing::text() const {
    const std::lock_guard lock(mutex_);
    const auto here = bytes_.begin() + static_cast<std::ptrdiff_t>(next_);
    if (!full_)
        return {bytes_.begin(), here};
    std::string all(here, bytes_.end());
    all.append(bytes_.begin(), here);
    // The first line has lost its beginning, unless the byte overwritten last was a line feed: then
    // a whole line is left out, too, which nobody misses.
    return all.substr(std::min(all.size(), all.find('\n') + 1));
}

} // namespace vitrine::util
