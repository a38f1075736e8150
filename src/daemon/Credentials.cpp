// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Credentials.hpp"

#include "access/PasswordHash.hpp"
#include "access/Secret.hpp"

#include <algorithm>
#include <csignal>
#include <iostream>
#include <optional>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace vitrine::daemon {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kLeastPassword = 8;
constexpr std::size_t kMostPassword = 512; // CRYPT_MAX_PASSPHRASE_SIZE

/// A terminal that does not show what is typed, until its end, for which Ctrl-C waits.
class Unseen {
  public:
    Unseen() {
        sigset_t ends;
        sigemptyset(&ends);
        for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGTSTP})
            sigaddset(&ends, signal);
        pthread_sigmask(SIG_BLOCK, &ends, &mask_);
        known_ = tcgetattr(STDIN_FILENO, &before_) == 0;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (known_)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Unseen() {
        if (known_)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

  private:
    termios before_{};
    sigset_t mask_{};
    bool known_ = false;
};

std::optional<std::string> readLine(const char* prompt) {
    if (prompt)
        std::cerr << prompt << std::flush;
    std::string line;
    const bool read = static_cast<bool>(std::getline(std::cin, line));
    if (line.ends_with('\r'))
        line.pop_back();
    if (prompt)
        std::cerr << '\n';
    return read ? std::optional(line) : std::nullopt;
}

util::ExitCode refuse(const char* why) {
    std::cerr << "vitrine: " << why << '\n';
    return util::ExitCode::Usage;
}

} // namespace

util::ExitCode printPasswordHash() {
    const bool terminal = isatty(STDIN_FILENO) == 1;
    std::optional<std::string> password;
    std::optional<std::string> again;
    {
        const Unseen unseen;
        password = readLine(terminal ? "Password: " : nullptr);
        again = terminal && password ? readLine("The same again: ") : password;
    }
    if (!password || password->size() < kLeastPassword || password->size() >= kMostPassword)
        return refuse("a password has 8 to 511 characters");
    if (std::any_of(password->begin(), password->end(),
                    [](unsigned char c) { return c < ' ' || c == 0x7f; }))
        return refuse("a password has no control characters");
    if (again != password)
        return refuse("the two passwords differ");
    std::cout << "password = " << access::hashPassword(*password) << '\n';
    return util::ExitCode::Ok;
}

util::ExitCode printNewToken() {
    const auto token = access::randomText(kTokenBytes);
    std::cerr << "For the client, shown only now; it sends it as Authorization: Bearer TOKEN.\n";
    std::cout << token << '\n';
    std::cerr << "For [user NAME] of the configuration:\n";
    std::cout << "token = " << access::sha256(token) << '\n';
    return util::ExitCode::Ok;
}

} // namespace vitrine::daemon
