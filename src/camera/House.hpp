// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Workers.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Reapers.hpp"

namespace vitrine::camera {

/// What every camera needs from the house; all outlive every camera.
struct House {
    const gst::HouseTime& time;
    /// Apart from the viewers': a source may take seconds to stop.
    gst::Reapers& reapers;
    Workers& workers;
};

} // namespace vitrine::camera
