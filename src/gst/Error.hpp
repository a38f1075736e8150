// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <stdexcept>
#include <string>

namespace vitrine::gst {

/// Thrown while something is built (a pipeline, an element) and cannot be.
class BuildError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace vitrine::gst
