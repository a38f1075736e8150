// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#define CATCH_CONFIG_RUNNER
#include "support/catch.hpp"

#include "gst/Init.hpp"

#include <gst/gst.h>

int main(int argc, char** argv) {
    const vitrine::gst::Library gstreamer;
    return Catch::Session().run(argc, argv);
}
