// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <gio/gio.h>

namespace vitrine::http {

/// data/openapi.json, which is in the binary. Thread: thread-safe.
gst::Ref<GBytes> openApi();

} // namespace vitrine::http
