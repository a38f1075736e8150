// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// rtspserver PORT LAUNCH [FAULT]: a real RTSP server on 127.0.0.1 (port 0: a free one) with one
// stream, made by the gst-launch text. Says its URL and serves until SIGTERM. SIGUSR1 begins the
// FAULT (RtspFaults.hpp), and ends it the next time.
#include "support/RtspServer.hpp"
#include "tools/RtspFaults.hpp"

#include <glib-unix.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 3 && argc != 4) {
        std::cerr << "usage: rtspserver PORT LAUNCH [FAULT]\n";
        return 64;
    }
    gst_init(nullptr, nullptr);
    vitrine::tools::RtspFaults faults(argc == 4 ? argv[3] : "");
    vitrine::test::RtspServer::Options options;
    options.port = static_cast<unsigned short>(std::atoi(argv[1]));
    options.launch = argv[2];
    options.onMedia = [&](GstElement* media) {
        faults.attach(media);
    };
    const vitrine::test::RtspServer server(std::move(options));
    std::cout << server.url() << std::endl;
    auto* loop = g_main_loop_new(nullptr, FALSE);
    g_unix_signal_add(
        SIGTERM,
        [](gpointer data) -> gboolean {
            g_main_loop_quit(static_cast<GMainLoop*>(data));
            return G_SOURCE_REMOVE;
        },
        loop);
    g_unix_signal_add(
        SIGUSR1,
        [](gpointer data) -> gboolean {
            static_cast<vitrine::tools::RtspFaults*>(data)->toggle();
            return G_SOURCE_CONTINUE;
        },
        &faults);
    g_main_loop_run(loop);
    g_main_loop_unref(loop);
}
