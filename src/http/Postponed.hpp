// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"
#include "gst/Ref.hpp"

#include <libsoup/soup.h>

#include <functional>

namespace vitrine::http {

/// A request that is answered later: libsoup waits until then, and so does the client.
///
/// Owner: whoever is to answer. Thread: main.
class Postponed {
  public:
    explicit Postponed(SoupServerMessage* message);
    Postponed(const Postponed&) = delete;
    Postponed& operator=(const Postponed&) = delete;
    ~Postponed() = default;

    /// Has `fill` write the answer, once; nothing happens when the connection is gone by then.
    void answer(const std::function<void(SoupServerMessage*)>& fill);

  private:
    gst::Ref<SoupServerMessage> message_; // empty once answered, or gone
    gst::Connection finished_;
};

} // namespace vitrine::http
