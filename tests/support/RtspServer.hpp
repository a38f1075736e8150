// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <functional>
#include <memory>
#include <string>

namespace vitrine::test {

/// A real RTSP server on 127.0.0.1, at a port of its own, with one stream at /camera.
///
/// Owner: the test. Thread: made and used on the test's thread; it serves on its own thread.
class RtspServer {
  public:
    struct Options {
        /// gst-launch text; the payloaders are named pay0, pay1, …
        std::string launch;
        /// 0: a free one.
        unsigned short port = 0;
        /// Asks for these when they are not empty.
        std::string user;
        std::string password;
        /// Certificate and key in one PEM: the server speaks TLS, and url() is rtsps://.
        std::string tls;
        bool tcp = true;
        bool udp = true;
        /// Sees every buffer that goes into pay0. Calls out on: the server's streaming threads.
        std::function<void(GstBuffer*)> onBuffer;
        /// Sees the media's elements before they play; pay0 is the payloader. Calls out on: the
        /// server's thread.
        std::function<void(GstElement* media)> onMedia;
        /// Hears the path of every stream that a client sets up ("…/stream=1"). Calls out on: the
        /// server's thread.
        std::function<void(std::string)> onSetup;
    };

    explicit RtspServer(Options options);
    ~RtspServer();
    RtspServer(const RtspServer&) = delete;
    RtspServer& operator=(const RtspServer&) = delete;

    /// The stream's URL; `credentials` as "user:password".
    std::string url(const std::string& credentials = {}) const;

    /// Ends the server as a crash would: every connection is cut, the port is closed. Once.
    void kill();

    /// What every browser can take as it comes, a key frame each half second; for live().
    static constexpr const char* kH264 =
        "x264enc tune=zerolatency key-int-max=15 ! "
        "video/x-h264,stream-format=byte-stream,alignment=au,profile=constrained-baseline ! "
        "rtph264pay name=pay0 pt=96";

    /// A stream of 320x240 at 30 fps through these elements, ending in a payloader.
    static std::string live(const std::string& encodeAndPay);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vitrine::test
