// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// notifysocket ADDRESS: plays the service manager for a daemon whose NOTIFY_SOCKET is ADDRESS. Says
// that it listens, then prints what it is sent, one line a variable, until it is ended.
#include "support/NotifySocket.hpp"

#include <iostream>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: notifysocket ADDRESS\n";
        return 64;
    }
    try {
        const vitrine::test::NotifySocket socket(argv[1]);
        std::cout << "listening" << std::endl; // NOLINT(performance-avoid-endl): read as it comes
        for (;;)
            std::cout << socket.next(true) << std::endl; // NOLINT(performance-avoid-endl)
    } catch (const std::exception& error) {
        std::cerr << "notifysocket: " << error.what() << '\n';
        return 69;
    }
}
