// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/OpenApi.hpp"

extern "C" { // generated C that does not say so itself
#include "WwwResources.h"
}

namespace vitrine::http {

gst::Ref<GBytes> openApi() {
    return {g_resource_lookup_data(vitrine_www_get_resource(), "/org/vitrine/api/openapi.json",
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr),
            gst::adopt};
}

} // namespace vitrine::http
