// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Reason.hpp"

#include "config/Source.hpp"
#include "gst/Bus.hpp"

#include <cerrno>
#include <string_view>

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

std::string rtspReason(int code, std::string_view detail, const std::string& url) {
    const auto server = "the RTSP server " + authority(url);
    // gst_rtsp_strresult, which is not translated: it was waited for, and nothing came.
    if (detail.find("Timeout while waiting") != std::string_view::npos)
        return server + " accepts the connection and then says nothing";
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

/// What parsers and demuxers say when what they are given makes no sense.
bool tellsOfDamage(const GError& error, Scheme scheme) {
    if (error.domain != GST_STREAM_ERROR)
        return false;
    switch (error.code) {
    case GST_STREAM_ERROR_FAILED: // a demuxer's; a network source's may be anything
        return scheme == Scheme::File;
    case GST_STREAM_ERROR_DECODE:
    case GST_STREAM_ERROR_DEMUX:
    case GST_STREAM_ERROR_FORMAT:
    case GST_STREAM_ERROR_WRONG_TYPE:
        return true;
    default:
        return false;
    }
}

std::string damageReason(GstMessage* message, std::string_view detail,
                         const config::SourceUrl& url) {
    // What the source itself says (Tail::fail) is a sentence already.
    if (GST_MESSAGE_SRC_NAME(message) == std::string_view("source"))
        return {};
    std::string reason;
    if (url.scheme == Scheme::File)
        reason = "the file " + url.target + " is damaged or cut short";
    else if (url.scheme == Scheme::Rtsp)
        reason = "the RTSP server " + authority(url.target) + " sends a damaged picture";
    const auto line = detail.substr(detail.rfind('\n') + 1);
    return reason.empty() || line.empty() ? reason : reason + " (" + std::string(line) + ")";
}

std::string reasonOf(GstMessage* message, const GError& error, std::string_view detail,
                     const config::SourceUrl& url) {
    if (tellsOfDamage(error, url.scheme))
        return damageReason(message, detail, url);
    if (error.domain != GST_RESOURCE_ERROR)
        return {};
    switch (url.scheme) {
    case Scheme::Rtsp:
        return rtspReason(error.code, detail, url.target);
    case Scheme::V4l2:
        return deviceReason(error.code, url.target);
    case Scheme::File:
        return error.code == GST_RESOURCE_ERROR_NOT_FOUND
                   ? "cannot read the file " + url.target + ": " + g_strerror(ENOENT)
                   : "";
    default:
        return {};
    }
}

struct CertificateProblem {
    GTlsCertificateFlags flag;
    const char* words;
};

constexpr CertificateProblem kCertificateProblems[] = {
    {G_TLS_CERTIFICATE_UNKNOWN_CA, "no authority that this machine knows has signed it"},
    {G_TLS_CERTIFICATE_BAD_IDENTITY, "it is for another name"},
    {G_TLS_CERTIFICATE_NOT_ACTIVATED, "it is not valid yet"},
    {G_TLS_CERTIFICATE_EXPIRED, "it has expired"},
    {G_TLS_CERTIFICATE_REVOKED, "it was revoked"},
    {G_TLS_CERTIFICATE_INSECURE, "its algorithm is too weak"},
};

} // namespace

std::string certificateReason(GTlsCertificateFlags problems, const std::string& url) {
    std::string why;
    for (const auto& [flag, words] : kCertificateProblems)
        if (problems & flag)
            why += (why.empty() ? "" : ", ") + std::string(words);
    return "the RTSP server " + authority(url) + " shows a certificate that is not trusted: " +
           (why.empty() ? "it cannot be checked" : why) +
           " (#tls=insecure at the end of the source accepts any)";
}

std::string reasonFor(GstMessage* error, const config::Camera& camera) {
    GError* raw = nullptr;
    gchar* debug = nullptr;
    gst_message_parse_error(error, &raw, &debug);
    const gst::ErrorPtr owned(raw);
    const gst::CharPtr detail(debug);
    const auto source = config::parseSource(camera.source);
    const auto reason =
        source ? reasonOf(error, *raw, debug ? debug : "", source.value()) : std::string();
    return reason.empty() ? gst::describeError(error) : reason;
}

} // namespace vitrine::camera
