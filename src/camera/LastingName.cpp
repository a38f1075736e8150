// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/LastingName.hpp"

#include <utility>

namespace vitrine::camera {

namespace fs = std::filesystem;

// std::filesystem::equivalent() knows no devices.
bool leadToSame(const fs::path& one, const fs::path& other) {
    std::error_code absent;
    const auto first = fs::canonical(one, absent);
    return !absent && first == fs::canonical(other, absent) && !absent;
}

LastingName::LastingName(fs::path folder)
    : folder_(std::move(folder)) {}

std::string LastingName::resolve(const std::string& configured) {
    const auto numbered = (folder_ / "video").string();
    if (configured.compare(0, numbered.size(), numbered) != 0)
        return configured;
    std::error_code absent;
    if (!name_.empty() && fs::exists(name_, absent))
        return leadToSame(name_, configured) ? configured : name_;
    if (auto found = nameOf(configured); !found.empty())
        name_ = std::move(found);
    return configured;
}

// By its socket first: cameras of one make without serial numbers share their name in by-id.
std::string LastingName::nameOf(const std::string& device) const {
    std::error_code none;
    for (const auto* kind : {"by-path", "by-id"})
        for (fs::directory_iterator link(folder_ / "v4l" / kind, none), end; !none && link != end;
             link.increment(none))
            if (leadToSame(link->path(), device))
                return link->path().string();
    return {};
}

} // namespace vitrine::camera
