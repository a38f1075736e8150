// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// stampsender WIDTH HEIGHT FPS KBIT PORT: the stamped test picture, encoded as Vitrine encodes it,
// as RTP to a UDP port of this machine: for who takes a stream instead of making one.
#include "camera/Source.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Init.hpp"
#include "gst/Pipeline.hpp"

#include <glib-unix.h>

#include <array>
#include <charconv>
#include <iostream>
#include <string_view>

using namespace vitrine;

namespace {

constexpr int kUsage = 64;
constexpr int kFailed = 70;
// Who cannot ask for a key frame waits for the next.
constexpr std::chrono::seconds kKeyFrames{2};

bool read(std::string_view text, unsigned& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0;
}

gst::Ref<GstElement> makePayloader() {
    auto payloader = gst::makeElement("rtph264pay");
    g_object_set(payloader.get(), "pt", 96U, "mtu", 1200U, "config-interval", -1, nullptr);
    gst_util_set_object_arg(G_OBJECT(payloader.get()), "aggregate-mode", "zero-latency");
    return payloader;
}

gst::Ref<GstElement> makeSink(unsigned port) {
    auto sink = gst::makeElement("udpsink");
    g_object_set(sink.get(), "host", "127.0.0.1", "port", static_cast<int>(port), "sync", FALSE,
                 "async", FALSE, nullptr);
    return sink;
}

void send(const config::Camera& camera, unsigned port) {
    const gst::HouseTime time;
    const camera::Source source(camera, false);
    const gst::Pipeline pipeline("stampsender");
    const gst::Ref<GstElement> bin(source.bin(), gst::share);
    const auto parse = gst::makeElement("h264parse");
    const auto payloader = makePayloader();
    const auto sink = makeSink(port);
    for (const auto& element : {bin, parse, payloader, sink})
        pipeline.add(element);
    if (!gst_element_link_many(bin.get(), parse.get(), payloader.get(), sink.get(), nullptr))
        throw gst::BuildError("the test picture does not become RTP");
    time.govern(pipeline.pipeline());
    pipeline.play();
    auto* loop = g_main_loop_new(nullptr, FALSE);
    for (const int signal : {SIGTERM, SIGINT})
        g_unix_signal_add(
            signal,
            [](gpointer data) -> gboolean {
                g_main_loop_quit(static_cast<GMainLoop*>(data));
                return G_SOURCE_CONTINUE;
            },
            loop);
    std::cout << "sending to " << port << std::endl;
    g_main_loop_run(loop);
    g_main_loop_unref(loop);
}

} // namespace

int main(int argc, char** argv) {
    config::Camera camera;
    camera.id = "test";
    camera.source = "test:";
    camera.keyframeInterval = kKeyFrames;
    unsigned port = 0;
    const std::array<unsigned*, 5> numbers{&camera.width, &camera.height, &camera.framerate,
                                           &camera.bitrate, &port};
    bool right = argc == 1 + static_cast<int>(numbers.size());
    for (std::size_t i = 0; right && i < numbers.size(); ++i)
        right = read(argv[i + 1], *numbers[i]);
    if (!right) {
        std::cerr << "usage: stampsender WIDTH HEIGHT FPS KBIT PORT\n";
        return kUsage;
    }
    try {
        const gst::Library library;
        send(camera, port);
    } catch (const gst::BuildError& error) {
        std::cerr << "stampsender: " << error.what() << '\n';
        return kFailed;
    }
    return 0;
}
