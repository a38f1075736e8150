// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Reason.hpp"

#include "config/Source.hpp"
#include "gst/Bus.hpp"

namespace vitrine::camera {
namespace {

using Scheme = config::SourceUrl::Scheme;

// host[:port] of a URL.
std::string authority(const std::string& url) {
    const auto begin = url.find("://") + 3;
    auto host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    if (const auto at = host.rfind('@'); at != std::string::npos)
        host.erase(0, at + 1);
    return host;
}

std::string rtspReason(int code, const std::string& url) {
    const auto server = "the RTSP server " + authority(url);
    switch (code) {
    case GST_RESOURCE_ERROR_OPEN_READ:
    case GST_RESOURCE_ERROR_OPEN_READ_WRITE:
        return server + " does not answer";
    case GST_RESOURCE_ERROR_NOT_AUTHORIZED:
        return server + " refuses the user or the password (unauthorized)";
    case GST_RESOURCE_ERROR_NOT_FOUND:
        return server + " has no such stream";
    case GST_RESOURCE_ERROR_READ:
    case GST_RESOURCE_ERROR_WRITE:
        return server + " ended the connection";
    default:
        return {};
    }
}

std::string deviceReason(int code, const std::string& device) {
    switch (code) {
    case GST_RESOURCE_ERROR_BUSY:
        return device + " is used by another program";
    case GST_RESOURCE_ERROR_NOT_FOUND:
    case GST_RESOURCE_ERROR_OPEN_READ_WRITE:
        return device + " cannot be opened: not plugged in, or no permission (group video)";
    case GST_RESOURCE_ERROR_READ:
        return device + " gives no more pictures: was it unplugged?";
    default:
        return {};
    }
}

} // namespace

std::string reasonFor(GstMessage* error, const config::Camera& camera) {
    GError* raw = nullptr;
    gst_message_parse_error(error, &raw, nullptr);
    const gst::ErrorPtr owned(raw);
    const auto source = config::parseSource(camera.source);
    std::string reason;
    if (source && raw->domain == GST_RESOURCE_ERROR) {
        const auto& url = source.value();
        if (url.scheme == Scheme::Rtsp)
            reason = rtspReason(raw->code, url.target);
        else if (url.scheme == Scheme::V4l2)
            reason = deviceReason(raw->code, url.target);
    }
    return reason.empty() ? gst::describeError(error) : reason;
}

} // namespace vitrine::camera
