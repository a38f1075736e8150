// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/BackOff.hpp"
#include "config/Config.hpp"
#include "fanout/Feed.hpp"
#include "gst/Ref.hpp"
#include "publish/RtpSender.hpp"
#include "util/MainLoop.hpp"

#include <gio/gio.h>

#include <memory>
#include <string>

namespace vitrine::publish {

/// One camera to one UDP address as plain RTP, for as long as this lives. A host name is looked up
/// until there is an answer, and then no more.
///
/// Owner: Outlets. Thread: main.
class Forward {
  public:
    /// `feed` outlives this.
    Forward(config::Forward settings, fanout::Feed& feed);
    ~Forward();
    Forward(const Forward&) = delete;
    Forward& operator=(const Forward&) = delete;

    const config::Forward& settings() const noexcept { return settings_; }
    /// Why nothing goes out, in words for people; empty when something does.
    std::string reason() const;
    std::uint64_t framesSent() const noexcept {
        return subscription_ ? subscription_->framesSent() : 0;
    }

  private:
    void lookUp();
    void onFound(GSocketAddress* address, const GError* error);

    config::Forward settings_;
    fanout::Feed& feed_;
    fanout::Feed::Demand demand_;
    std::string reason_ = "its host is being looked up";
    camera::BackOff backOff_;
    util::Timer again_;
    gst::Ref<GCancellable> lookUp_;
    std::shared_ptr<RtpSender> sender_;
    std::shared_ptr<fanout::Subscription> subscription_;
};

} // namespace vitrine::publish
