// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Server.hpp"

#include "http/Certificate.hpp"

namespace vitrine::http {

Server::Server(const config::Limits& limits)
    : server_(soup_server_new("server-header", "Vitrine", nullptr), gst::adopt)
    , connections_(limits) {
    // A compression context costs every viewer more memory than its few messages are long.
    soup_server_remove_websocket_extension(server_.get(), SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
}

Server::~Server() {
    listeners_.clear();
    soup_server_disconnect(server_.get());
}

void Server::listen(const config::Server& settings, const std::vector<gst::Ref<GSocket>>& passed) {
    if (!settings.tlsCertificate.empty())
        certificate_ = loadCertificate(settings);
    const auto serve = [&](GSocket* socket) {
        listeners_.push_back(
            std::make_unique<Listener>(server_.get(), connections_, socket, certificate_));
    };
    for (const auto& socket : passed)
        serve(socket.get());
    if (passed.empty())
        for (const auto& address : settings.listen)
            serve(Listener::open(address).get());
}

bool Server::useCertificate(const gst::Ref<GTlsCertificate>& certificate) {
    const bool same =
        !certificate_ || g_tls_certificate_is_same(certificate_.get(), certificate.get());
    if (!certificate_)
        return false;
    // Also where it is the same: what it was issued by may be told otherwise.
    certificate_ = certificate;
    for (const auto& listener : listeners_)
        listener->setCertificate(certificate_);
    return !same;
}

void Server::windDown(std::chrono::milliseconds patience, std::function<void()> done) {
    connections_.windDown(patience, std::move(done));
}

std::vector<std::string> Server::urls() const {
    std::vector<std::string> urls;
    for (const auto& listener : listeners_)
        urls.push_back(listener->url());
    return urls;
}

} // namespace vitrine::http
