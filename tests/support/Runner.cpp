// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/Runner.hpp"

#define CATCH_CONFIG_RUNNER
#include "support/catch.hpp"

#include "gst/Init.hpp"

int vitrine::test::run(int argc, char** argv) {
    const vitrine::gst::Library gstreamer;
    return Catch::Session().run(argc, argv);
}
