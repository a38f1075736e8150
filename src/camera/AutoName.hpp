// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/DeviceIdentity.hpp"

#include <set>
#include <string>

/// What a camera is called that nobody has given a name. Thread: pure.
namespace vitrine::camera {

/// The id of a device's camera, which is in its address: of its serial name ("hd-pro-webcam-c920-
/// 1f2e3d4c"), else of the socket it is in ("platform-vivid-0"), else of its number. `link` is
/// udev's name of the node, which tells a device's nodes apart; it may be empty. When the id is
/// among those `taken`, as with two cameras of one make without serial numbers, the socket is
/// added, and a number where that does not help.
std::string autoId(const DeviceIdentity& device, const std::string& link,
                   const std::set<std::string>& taken);

/// The title: what the maker calls it, in as much as it can be shown; else the id.
std::string autoTitle(const std::string& makersName, const std::string& id);

} // namespace vitrine::camera
