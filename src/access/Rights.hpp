// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::access {

/// What somebody may do, and who they are. Nobody in particular may do nothing.
///
/// Thread: a plain value.
class Rights {
  public:
    Rights() = default;
    /// Those of a user, who came by what `holder` names.
    Rights(std::string holder, const config::User& user)
        : holder_(std::move(holder))
        , who_(user.name)
        , role_(user.role)
        , cameras_(user.cameras) {}
    /// Those of who was given a link to one camera.
    Rights(std::string holder, std::string who, std::string camera)
        : holder_(std::move(holder))
        , who_(std::move(who))
        , role_(config::Role::View)
        , cameras_{std::move(camera)} {}

    /// Where no user is configured: everybody may do everything.
    static Rights all();

    /// These, and the cameras of the other as well; both of links.
    Rights with(const Rights& other) const;

    bool mayWatch(std::string_view camera) const;
    bool mayWatchAll() const { return role_ && cameras_.empty(); }
    /// To end its viewers, to give links to it, to look into its pipeline.
    bool mayOperate(std::string_view camera) const;
    bool mayOperateAll() const { return mayWatchAll() && role_ == config::Role::Operate; }
    bool mayOperateAny() const { return role_ == config::Role::Operate; }

    /// Whether it is somebody at all.
    bool any() const { return role_.has_value(); }
    /// What they came by, for Doorman::stillMayWatch(): no secret, and for nobody's eyes.
    const std::string& holder() const noexcept { return holder_; }
    /// "alice", "alice's link"; empty for everybody.
    const std::string& who() const noexcept { return who_; }
    std::optional<config::Role> role() const noexcept { return role_; }
    /// The only cameras it is for; none: all of them.
    const std::vector<std::string>& cameras() const noexcept { return cameras_; }

  private:
    std::string holder_;
    std::string who_;
    std::optional<config::Role> role_;
    std::vector<std::string> cameras_;
};

} // namespace vitrine::access
