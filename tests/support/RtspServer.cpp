// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtspServer.hpp"

#include "gst/Ref.hpp"

#include <gst/rtsp-server/rtsp-server.h>

#include <stdexcept>
#include <thread>

namespace vitrine::test {
namespace {

constexpr const char* kPath = "/camera";
constexpr const char* kRole = "viewer";

using MainContextPtr = gst::Unique<GMainContext, g_main_context_unref>;
using MainLoopPtr = gst::Unique<GMainLoop, g_main_loop_unref>;

GstPadProbeReturn seeBuffers(GstPad*, GstPadProbeInfo* info, gpointer data) {
    const auto& options = *static_cast<RtspServer::Options*>(data);
    if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER)
        options.onBuffer(GST_PAD_PROBE_INFO_BUFFER(info));
    return GST_PAD_PROBE_OK;
}

void onMedia(GstRTSPMediaFactory*, GstRTSPMedia* media, gpointer data) {
    const gst::Ref<GstElement> bin(gst_rtsp_media_get_element(media), gst::adopt);
    const auto& options = *static_cast<RtspServer::Options*>(data);
    if (options.onMedia)
        options.onMedia(bin.get());
    if (!options.onBuffer)
        return;
    const gst::Ref<GstElement> pay(gst_bin_get_by_name_recurse_up(GST_BIN(bin.get()), "pay0"),
                                   gst::adopt);
    const gst::Ref<GstPad> sink(gst_element_get_static_pad(pay.get(), "sink"), gst::adopt);
    gst_pad_add_probe(sink.get(), GST_PAD_PROBE_TYPE_BUFFER, seeBuffers, data, nullptr);
}

void onSetup(GstRTSPClient*, GstRTSPContext* context, gpointer data) {
    static_cast<RtspServer::Options*>(data)->onSetup(context->uri->abspath);
}

void onClient(GstRTSPServer*, GstRTSPClient* client, gpointer data) {
    g_signal_connect(client, "setup-request", G_CALLBACK(onSetup), data);
}

} // namespace

struct RtspServer::Impl {
    Options options;
    MainContextPtr context{g_main_context_new()};
    MainLoopPtr loop{g_main_loop_new(context.get(), FALSE)};
    gst::Ref<GstRTSPServer> server{gst_rtsp_server_new(), gst::adopt};
    GSource* listener = nullptr;
    std::thread thread;

    gst::Ref<GstRTSPMediaFactory> makeFactory() {
        gst::Ref<GstRTSPMediaFactory> factory(gst_rtsp_media_factory_new(), gst::adopt);
        gst_rtsp_media_factory_set_launch(factory.get(), options.launch.c_str());
        gst_rtsp_media_factory_set_shared(factory.get(), TRUE);
        gst_rtsp_media_factory_set_latency(factory.get(), 0);
        auto protocols = static_cast<int>(GST_RTSP_LOWER_TRANS_UNKNOWN);
        protocols |= options.tcp ? GST_RTSP_LOWER_TRANS_TCP : 0;
        protocols |= options.udp ? GST_RTSP_LOWER_TRANS_UDP : 0;
        gst_rtsp_media_factory_set_protocols(factory.get(), GstRTSPLowerTrans(protocols));
        if (options.onBuffer || options.onMedia)
            g_signal_connect(factory.get(), "media-configure", G_CALLBACK(onMedia), &options);
        return factory;
    }

    /// Who may watch: whoever has the password, or everybody when there is none.
    void guard(GstRTSPMediaFactory* factory) {
        gst_rtsp_media_factory_add_role(factory, kRole, GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                        G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
                                        G_TYPE_BOOLEAN, TRUE, nullptr);
        const gst::Ref<GstRTSPAuth> auth(gst_rtsp_auth_new(), gst::adopt);
        auto* token =
            gst_rtsp_token_new(GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, kRole, nullptr);
        if (options.user.empty()) {
            gst_rtsp_auth_set_default_token(auth.get(), token);
        } else {
            const gst::CharPtr basic(
                gst_rtsp_auth_make_basic(options.user.c_str(), options.password.c_str()));
            gst_rtsp_auth_add_basic(auth.get(), basic.get(), token);
        }
        gst_rtsp_token_unref(token);
        if (!options.tls.empty())
            gst_rtsp_auth_set_tls_certificate(auth.get(), certificate().get());
        gst_rtsp_server_set_auth(server.get(), auth.get());
    }

    gst::Ref<GTlsCertificate> certificate() const {
        GError* error = nullptr;
        gst::Ref<GTlsCertificate> made(
            g_tls_certificate_new_from_pem(options.tls.c_str(), -1, &error), gst::adopt);
        const gst::ErrorPtr owned(error);
        if (!made)
            throw std::runtime_error(error->message);
        return made;
    }

    void cut() {
        gst_rtsp_server_client_filter(
            server.get(),
            [](GstRTSPServer*, GstRTSPClient*, gpointer) { return GST_RTSP_FILTER_REMOVE; },
            nullptr);
        const gst::Ref<GstRTSPSessionPool> pool(gst_rtsp_server_get_session_pool(server.get()),
                                                gst::adopt);
        gst_rtsp_session_pool_filter(
            pool.get(),
            [](GstRTSPSessionPool*, GstRTSPSession*, gpointer) { return GST_RTSP_FILTER_REMOVE; },
            nullptr);
        g_source_destroy(listener);
        g_main_loop_quit(loop.get());
    }
};

RtspServer::RtspServer(Options options)
    : impl_(std::make_unique<Impl>()) {
    impl_->options = std::move(options);
    auto* server = impl_->server.get();
    gst_rtsp_server_set_address(server, "127.0.0.1");
    gst_rtsp_server_set_service(server, std::to_string(impl_->options.port).c_str());
    // Its clients are served by its own thread, so that cut() closes no connection that another
    // reads.
    const gst::Ref<GstRTSPThreadPool> threads(gst_rtsp_server_get_thread_pool(server), gst::adopt);
    gst_rtsp_thread_pool_set_max_threads(threads.get(), 0);
    auto factory = impl_->makeFactory();
    if (!impl_->options.user.empty() || !impl_->options.tls.empty())
        impl_->guard(factory.get());
    if (impl_->options.onSetup)
        g_signal_connect(server, "client-connected", G_CALLBACK(onClient), &impl_->options);
    const gst::Ref<GstRTSPMountPoints> mounts(gst_rtsp_server_get_mount_points(server), gst::adopt);
    gst_rtsp_mount_points_add_factory(mounts.get(), kPath, factory.release());

    GError* error = nullptr;
    impl_->listener = gst_rtsp_server_create_source(server, nullptr, &error);
    if (!impl_->listener) {
        const gst::ErrorPtr owned(error);
        throw std::runtime_error(owned ? owned->message : "the RTSP server does not listen");
    }
    g_source_attach(impl_->listener, impl_->context.get());
    impl_->thread = std::thread([impl = impl_.get()] {
        g_main_context_push_thread_default(impl->context.get());
        g_main_loop_run(impl->loop.get());
        g_main_context_pop_thread_default(impl->context.get());
    });
}

RtspServer::~RtspServer() {
    kill();
    g_source_unref(impl_->listener);
}

std::string RtspServer::url(const std::string& credentials) const {
    return (impl_->options.tls.empty() ? "rtsp://" : "rtsps://") +
           (credentials.empty() ? "" : credentials + "@") +
           "127.0.0.1:" + std::to_string(gst_rtsp_server_get_bound_port(impl_->server.get())) +
           kPath;
}

void RtspServer::kill() {
    if (!impl_->thread.joinable())
        return;
    g_main_context_invoke(
        impl_->context.get(),
        [](gpointer data) -> gboolean {
            static_cast<Impl*>(data)->cut();
            return G_SOURCE_REMOVE;
        },
        impl_.get());
    impl_->thread.join();
}

std::string RtspServer::live(const std::string& encodeAndPay) {
    return "( videotestsrc is-live=true pattern=ball ! "
           "video/x-raw,format=I420,width=320,height=240,framerate=30/1 ! " +
           encodeAndPay + " )";
}

} // namespace vitrine::test
