// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Loader.hpp"
#include "config/Shown.hpp"
#include "util/Text.hpp"

namespace vitrine::config {

namespace {

std::string_view latencyName(Latency latency) noexcept {
    switch (latency) {
    case Latency::Instant:
        return "instant";
    case Latency::Balanced:
        return "balanced";
    case Latency::Smooth:
        break;
    }
    return "smooth";
}

std::string cameraLine(const Camera& camera) {
    auto line = camera.id + ": \"" + camera.title + "\", " + shownUrl(camera.source) + ", " +
                std::to_string(camera.width) + "x" + std::to_string(camera.height) + "@" +
                std::to_string(camera.framerate) + ", " + camera.codec + " " +
                std::to_string(camera.bitrate) + " kbit/s, encoder " + camera.encoder + ", " +
                std::string{latencyName(camera.latency)};
    if (camera.onDemand)
        line += ", on demand (stops " + std::to_string(camera.linger.count()) +
                " s after the last viewer)";
    if (!camera.record.path.empty())
        line += ", recorded in " + shownValue(camera.record.path + '/' + camera.id);
    return line;
}

std::string addressLine(const Server& server, const ListenAddress& address) {
    const bool v6 = address.host.find(':') != std::string::npos;
    return std::string{"listen: "} + (server.tlsCertificate.empty() ? "http://" : "https://") +
           (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port) +
           "/";
}

} // namespace

std::string describe(const Config& config) {
    std::vector<std::string> ids;
    for (const auto& camera : config.cameras)
        ids.push_back(camera.id);
    std::string text = "configuration is valid: ";
    if (ids.empty())
        text += "no cameras";
    else
        text += std::to_string(ids.size()) + (ids.size() == 1 ? " camera (" : " cameras (") +
                util::join(ids) + ")";
    text +=
        config.files.empty() ? ", from the embedded default" : ", from " + util::join(config.files);
    for (const auto& address : config.server.listen)
        text += "\n" + addressLine(config.server, address);
    for (const auto& camera : config.cameras)
        text += "\n" + cameraLine(camera);
    for (const auto& user : config.users)
        text += "\nuser " + user.name + ": " +
                (user.role == Role::Operate ? "operates " : "watches ") +
                (user.cameras.empty() ? "every camera" : util::join(user.cameras));
    if (config.automatic.v4l2)
        text += "\nand every camera that is plugged in";
    for (const auto& publish : config.publishes)
        text += "\npublish " + publish.name + ": " + publish.camera + " by WHIP to " +
                shownEndpoint(publish.url);
    for (const auto& forward : config.forwards)
        text += "\nforward " + forward.name + ": " + forward.camera + " by RTP to " +
                shownValue(forward.host) + ":" + std::to_string(forward.port);
    return text + "\n";
}

} // namespace vitrine::config
