// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "util/Clock.hpp"
#include "util/Result.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::viewer {

/// Who a viewer is, where users are configured; else nobody in particular. Thread: a plain value.
struct Identity {
    /// What they came by: no secret, and nothing for people.
    std::string pass;
    /// "alice"
    std::string who;
};

/// Counts the viewers and refuses one too many, so that those who watch keep their picture.
///
/// Owner: Daemon; outlives every ticket. Thread: main.
class Registry {
  public:
    /// A viewer's place; gives itself back. Owner: a signalling session.
    class Ticket {
      public:
        Ticket(Registry& registry, std::string camera, Identity identity);
        ~Ticket();
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;

        std::uint64_t id() const noexcept { return id_; }
        const std::string& camera() const noexcept { return camera_; }
        const Identity& identity() const noexcept { return identity_; }

      private:
        Registry& registry_;
        std::string camera_;
        Identity identity_;
        std::uint64_t id_;
        util::Clock::time_point came_ = util::Clock::now();
        std::list<const Ticket*>::iterator place_;

        friend class Registry;
    };

    /// What the house tells of itself.
    struct Gauges {
        /// The process's resident memory.
        std::function<unsigned()> residentMiB = [] {
            return 0U;
        };
        /// How many viewers are still being taken down.
        std::function<std::size_t()> ending = [] {
            return std::size_t{0};
        };
        /// How many more files, sockets and the like the process may open.
        std::function<std::size_t()> descriptorsLeft = [] {
            return std::numeric_limits<std::size_t>::max();
        };
    };

    Registry(config::Limits limits, Gauges gauges)
        : limits_(limits)
        , gauges_(std::move(gauges)) {}
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;
    ~Registry() = default;

    /// New limits, for viewers yet to come.
    void setLimits(const config::Limits& limits) noexcept { limits_ = limits; }

    const config::Limits& limits() const noexcept { return limits_; }

    /// Which limit keeps a viewer of this camera out now (code "full"), if one does.
    std::optional<util::Error> refusal(std::string_view camera) const;

    /// Lets a viewer in, or gives the refusal().
    util::Result<std::unique_ptr<Ticket>> admit(const std::string& camera, Identity identity = {});

    std::size_t viewers() const noexcept { return tickets_.size(); }
    std::size_t viewersOf(std::string_view camera) const noexcept;

  private:
    bool descriptorsRunOut() const;

    config::Limits limits_;
    Gauges gauges_;
    std::list<const Ticket*> tickets_;
    std::uint64_t lastId_ = 0;
};

} // namespace vitrine::viewer
