// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/JanusMessage.hpp"
#include "tools/loadviewer/Signalling.hpp"

namespace vitrine::loadviewer {

/// Janus' own protocol: a session, a handle of the streaming plugin, and the mountpoint 1.
class JanusSignalling final : public Signalling {
  public:
    JanusSignalling(SoupSession* session, Events events)
        : Signalling(session, "janus-protocol", std::move(events)) {}

    void sendAnswer(const std::string& sdp) override;
    void sendCandidate(const std::string& candidate) override;
    void tick(Clock::time_point now) override;

  private:
    void onOpen() override;
    void onText(std::string_view text) override;
    void sendBye() override;
    void onSuccess(const janus::Success& success);

    janus::Ids ids_;
    Clock::time_point nextKeepAlive_{};
};

} // namespace vitrine::loadviewer
