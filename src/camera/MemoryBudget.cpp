// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/MemoryBudget.hpp"

#include <cmath>

namespace vitrine::camera {
namespace {

constexpr double kMiB = 1024.0 * 1024.0;

std::string inMiB(double bytes) {
    return std::to_string(std::lround(bytes / kMiB)) + " MiB";
}

} // namespace

MemoryBudget::Verdict MemoryBudget::look(std::uint64_t residentBytes, util::Clock::time_point now) {
    used_ = static_cast<double>(residentBytes);
    watch_.add({now, 1, used_});
    if (used_ > kTooMuch * bytes_)
        return Verdict::FarAbove;
    if (used_ > bytes_)
        return Verdict::Above;
    const auto growth = watch_.growth();
    grows_ = growth && growth->significant &&
             growth->bytesPerViewerHour * static_cast<double>(kAhead.count()) > bytes_;
    return grows_ ? Verdict::Grows : Verdict::Well;
}

std::string MemoryBudget::reason() const {
    auto text = "has " + inMiB(used_) + " of memory";
    if (used_ > bytes_)
        return text + ", of " + inMiB(bytes_) + " that it may have";
    const auto growth = watch_.growth();
    return growth ? text + ", " + inMiB(growth->bytesPerViewerHour) + " more each hour" : text;
}

} // namespace vitrine::camera
