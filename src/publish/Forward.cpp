// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/Forward.hpp"

#include "util/Log.hpp"

#include <system_error>
#include <utility>

namespace vitrine::publish {

Forward::Forward(config::Forward settings, fanout::Feed& feed)
    : settings_(std::move(settings))
    , feed_(feed)
    , demand_(feed)
    , lookUp_(g_cancellable_new(), gst::adopt) {
    lookUp();
}

Forward::~Forward() {
    g_cancellable_cancel(lookUp_.get());
    if (subscription_)
        feed_.fanOut()->unsubscribe(subscription_);
}

void Forward::lookUp() {
    /// What the answer needs to know whether anybody still wants it.
    struct Question {
        Forward* forward;
        gst::Ref<GCancellable> cancellable;
    };
    const gst::Ref<GSocketConnectable> host(
        g_network_address_new(settings_.host.c_str(), settings_.port), gst::adopt);
    const gst::Ref<GSocketAddressEnumerator> addresses(g_socket_connectable_enumerate(host.get()),
                                                       gst::adopt);
    g_socket_address_enumerator_next_async(
        addresses.get(), lookUp_.get(),
        [](GObject* source, GAsyncResult* result, gpointer data) {
            const std::unique_ptr<Question> question(static_cast<Question*>(data));
            GError* error = nullptr;
            const gst::Ref<GSocketAddress> address(
                g_socket_address_enumerator_next_finish(G_SOCKET_ADDRESS_ENUMERATOR(source), result,
                                                        &error),
                gst::adopt);
            const gst::ErrorPtr owned(error);
            if (!g_cancellable_is_cancelled(question->cancellable.get()))
                question->forward->onFound(address.get(), error);
        },
        new Question{this, lookUp_});
}

void Forward::onFound(GSocketAddress* address, const GError* error) {
    try {
        if (address) {
            sender_ = std::make_shared<RtpSender>(address);
            subscription_ = feed_.fanOut()->subscribe(
                sender_, std::make_shared<fanout::KeyframeBudget>(), util::Clock::now());
            reason_.clear();
            util::log::info(util::log::About("publish").camera(settings_.camera), settings_.name,
                            ": ", settings_.camera, " goes as RTP to ", settings_.host, " port ",
                            settings_.port);
            return;
        }
        reason_ =
            settings_.host + " is not found" + (error ? ": " + std::string(error->message) : "");
    } catch (const std::system_error& fault) {
        reason_ = fault.what();
    }
    util::log::warning(util::log::About("publish").camera(settings_.camera), settings_.name, ": ",
                       reason_);
    again_.once(backOff_.next(), [this] { lookUp(); });
}

std::string Forward::reason() const {
    return sender_ && !sender_->sending() ? "the network does not take its packets" : reason_;
}

} // namespace vitrine::publish
