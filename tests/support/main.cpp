// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/Runner.hpp"

int main(int argc, char** argv) {
    return vitrine::test::run(argc, argv);
}
