// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace vitrine::test {

/// Runs all tests of this program, as the arguments have it; gives its exit code. For who has a
/// main() of its own.
int run(int argc, char** argv);

} // namespace vitrine::test
