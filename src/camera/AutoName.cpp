// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/AutoName.hpp"

#include "gst/Ref.hpp"
#include "util/Text.hpp"

#include <cstdint>
#include <string_view>

namespace vitrine::camera {
namespace {

constexpr std::size_t kMostOfId = 63; // config::isCameraId()
constexpr std::size_t kMostOfTitle = 200;

// "HD Pro_Webcam.C920" as "hd-pro-webcam-c920".
std::string words(std::string_view text) {
    std::string id;
    for (const char c : text) {
        if (g_ascii_isalnum(c))
            id += g_ascii_tolower(c);
        else if (!id.empty() && id.back() != '-')
            id += '-';
    }
    if (id.ends_with('-'))
        id.pop_back();
    return id;
}

// What is cut off a long name may be what tells it from another: its hash (FNV-1a) stands for it.
std::string fitted(const std::string& id) {
    if (id.size() <= kMostOfId)
        return id;
    std::uint32_t hash = 2166136261U;
    for (const char c : id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    const gst::CharPtr digits(g_strdup_printf("-%08x", hash));
    return id.substr(0, kMostOfId - std::string_view(digits.get()).size()) + digits.get();
}

// Which of the device's nodes it is: "-2" of "…-video-index2", nothing of the first.
std::string nodeOf(std::string_view link) {
    constexpr std::string_view mark = "-video-index";
    const auto at = link.rfind(mark);
    if (at == std::string_view::npos)
        return {};
    const auto number = words(link.substr(at + mark.size()));
    return number == "0" ? std::string{} : "-" + number;
}

std::string nameOf(const DeviceIdentity& device) {
    std::string_view serial = device.serial;
    // The maker's number tells people nothing.
    if (!device.vendorId.empty() && serial.starts_with(device.vendorId + "_"))
        serial.remove_prefix(device.vendorId.size() + 1);
    for (const auto name : {serial, std::string_view(device.place)})
        if (auto id = words(name); !id.empty())
            return id;
    return words(std::string_view(device.path).substr(device.path.rfind('/') + 1));
}

} // namespace

std::string autoId(const DeviceIdentity& device, const std::string& link,
                   const std::set<std::string>& taken) {
    const auto name = nameOf(device) + nodeOf(link);
    auto id = fitted(name);
    const auto place = words(device.place);
    if (taken.contains(id) && !place.empty())
        id = fitted(name + "-" + place);
    for (unsigned number = 2; taken.contains(id); ++number)
        id = fitted(name + "-" + std::to_string(number));
    return id;
}

std::string autoTitle(const std::string& makersName, const std::string& id) {
    const gst::CharPtr valid(
        g_utf8_make_valid(makersName.data(), static_cast<gssize>(makersName.size())));
    std::string title(valid.get());
    for (auto& c : title)
        if (g_ascii_iscntrl(c))
            c = ' ';
    title = util::shorten(util::trim(title), kMostOfTitle);
    return title.empty() ? id : title;
}

} // namespace vitrine::camera
