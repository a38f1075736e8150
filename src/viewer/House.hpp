// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Reaper.hpp"
#include "util/Readiness.hpp"
#include "viewer/IceSettings.hpp"

namespace vitrine::viewer {

/// What every viewer needs from the house; all outlive every viewer.
struct House {
    const gst::HouseTime& time;
    gst::Reaper& reaper;
    /// Where viewers' RTCP is read.
    util::Readiness& feedback;
    IceSettings ice;
    config::SendPath sendPath;
};

} // namespace vitrine::viewer
