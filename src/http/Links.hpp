// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "http/Gate.hpp"

#include <libsoup/soup.h>

#include <functional>
#include <string_view>

namespace vitrine::http {

/// /api/v1/links: links by which anybody may watch one camera for a time, without signing in. They
/// are given and taken back by who operates that camera.
///
/// Owner: ApiRoutes. Thread: main.
class Links {
  public:
    /// `onTakenBack` is called after one was.
    Links(const Gate& gate, std::function<void()> onTakenBack)
        : gate_(gate)
        , onTakenBack_(std::move(onTakenBack)) {}

    /// GET: those to the cameras that the asker operates; without what makes them work.
    void list(SoupServerMessage* message) const;
    /// POST {"camera":"…","seconds":N}: makes one; it is shown now and never again. `exists` says
    /// whether there is such a camera.
    void give(SoupServerMessage* message,
              const std::function<bool(std::string_view camera)>& exists) const;
    /// DELETE: who watches by it is ended.
    void takeBack(SoupServerMessage* message, std::string_view id) const;

  private:
    const Gate& gate_;
    std::function<void()> onTakenBack_;
};

} // namespace vitrine::http
