// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Signalling.hpp"

namespace vitrine::loadviewer {

/// The protocol vitrine.v1.
class VitrineSignalling final : public Signalling {
  public:
    VitrineSignalling(SoupSession* session, Events events)
        : Signalling(session, "vitrine.v1", std::move(events)) {}

    void sendAnswer(const std::string& sdp) override;
    void sendCandidate(const std::string& candidate) override;

  private:
    void onText(std::string_view text) override;
    void sendBye() override;
};

} // namespace vitrine::loadviewer
