// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/Reason.hpp"

using namespace vitrine;

namespace {

/// The reason for an error of an element of this name, for a camera with this source.
std::string reason(const std::string& source, const char* element, GQuark domain, int code,
                   const char* text, const char* detail) {
    const gst::Ref<GstElement> from(gst_bin_new(element), gst::sink);
    GError* error = g_error_new_literal(domain, code, text);
    const gst::Ref<GstMessage> message(
        gst_message_new_error(GST_OBJECT(from.get()), error,
                              (std::string("file.c(1): function (): /path:\n") + detail).c_str()),
        gst::adopt);
    g_error_free(error);
    config::Camera camera;
    camera.source = source;
    return camera::reasonFor(message.get(), camera);
}

constexpr const char* kServer = "rtsp://anna:secret@192.0.2.7/stream";

} // namespace

TEST_CASE("a server that says nothing is told from one that ends the connection") {
    CHECK(reason(kServer, "origin", GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ, "Could not read.",
                 "Could not receive message. (Timeout while waiting for server response)") ==
          "the RTSP server 192.0.2.7 accepts the connection and then says nothing");
    CHECK(reason(kServer, "origin", GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ, "Could not read.",
                 "Could not receive message. (End-of-file)") ==
          "the RTSP server 192.0.2.7 ended the connection");
}

TEST_CASE("a damaged stream is called that, with what the parser found") {
    CHECK(reason(kServer, "h264parse0", GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
                 "Error parsing H.264 stream", "No H.264 NAL unit found") ==
          "the RTSP server 192.0.2.7 sends a damaged picture (No H.264 NAL unit found)");
    CHECK(reason("file:/films/a.mkv", "demux", GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED,
                 "GStreamer encountered a general stream error.", "No pads created") ==
          "the file /films/a.mkv is damaged or cut short (No pads created)");
}

TEST_CASE("a file that is gone is called that") {
    CHECK(reason("file:/films/a.mkv", "origin", GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
                 "Resource not found.", "No such file \"/films/a.mkv\"") ==
          "cannot read the file /films/a.mkv: No such file or directory");
}

TEST_CASE("what the source itself says stays as it is") {
    CHECK(reason("file:/films/a.mkv", "source", GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED,
                 "there is no video in the file /films/a.mkv",
                 "") == "there is no video in the file /films/a.mkv");
}

TEST_CASE("a certificate that is not believed is told by what is wrong with it") {
    CHECK(
        camera::certificateReason(G_TLS_CERTIFICATE_UNKNOWN_CA, "rtsps://u:secret@192.0.2.7/s") ==
        "the RTSP server 192.0.2.7 shows a certificate that is not trusted: no authority that this "
        "machine knows has signed it (#tls=insecure at the end of the source accepts any)");
    const auto both = camera::certificateReason(
        GTlsCertificateFlags(G_TLS_CERTIFICATE_BAD_IDENTITY | G_TLS_CERTIFICATE_EXPIRED),
        "rtsps://camera.example:322/s");
    CHECK_THAT(both, ContainsSubstring("camera.example:322"));
    CHECK_THAT(both, ContainsSubstring("it is for another name, it has expired ("));
}
