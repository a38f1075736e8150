// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "worker/ControlGroups.hpp"
#include "worker/Message.hpp"

#include <functional>
#include <list>
#include <memory>
#include <string>

namespace vitrine::camera {

/// What cameras' own processes have in common: the limits that they run in, and what they are to
/// say of GStreamer's debug log.
///
/// Owner: Daemon. Thread: main. Calls out on: main.
class Workers {
  public:
    using Tell = std::function<void(const worker::ToWorker&)>;

    /// A running process, which is told what changes as long as this lives.
    class Member {
      public:
        Member(Workers& workers, Tell tell);
        ~Member();
        Member(const Member&) = delete;
        Member& operator=(const Member&) = delete;

      private:
        Workers& workers_;
        std::list<Tell>::iterator place_;
    };

    using Groups = util::Result<worker::ControlGroups>;

    /// Without control groups nothing but MemoryBudget bounds them.
    explicit Workers(Groups groups = util::Error{"worker", "nobody asked for them"})
        : groups_(std::move(groups)) {}
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Why there are no control groups; empty when there are.
    std::string whyUnlimited() const { return groups_ ? "" : groups_.error().message; }
    /// The group for another process of a camera; null where there are none. Throws
    /// std::system_error.
    std::unique_ptr<worker::ControlGroup> makeGroup(const std::string& camera);

    /// From now on, for those that run and those to come: as in GST_DEBUG.
    void setDebug(std::string thresholds);
    const worker::Debug& debug() const noexcept { return debug_; }

  private:
    Groups groups_;
    worker::Debug debug_;
    std::list<Tell> members_;
};

} // namespace vitrine::camera
