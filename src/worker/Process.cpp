// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/Process.hpp"

#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

namespace vitrine::worker {
namespace {

constexpr int kCannotExecute = 127; // as a shell's

constexpr std::array<std::string_view, 9> kKept{"PATH",
                                                "HOME",
                                                "LANG",
                                                "LANGUAGE",
                                                "TZ",
                                                "TMPDIR",
                                                "XDG_CACHE_HOME",
                                                "XDG_RUNTIME_DIR",
                                                "XDG_CONFIG_HOME"};
constexpr std::array<std::string_view, 7> kKeptBeginnings{"LC_",    "GST_",  "LIBVA_", "ASAN_",
                                                          "UBSAN_", "LSAN_", "TSAN_"};

// Where this process writes; what a worker writes comes to it.
constexpr std::string_view kOurFile = "GST_DEBUG_FILE";

/// Everything that a child of a process with threads needs, which may not allocate (fork(2)).
struct Prepared {
    const char* program;
    std::vector<char*> arguments;
    std::vector<char*> environment;
    std::vector<int> descriptors;
    int output;
    int group;
    int nothing; // /dev/null
    pid_t parent;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    all.reserve(texts.size() + 1);
    for (auto& text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

// Half of all memory, in the kernel's eyes, on top of what it has (proc(5)).
constexpr std::string_view kExpendable = "500";

// Not to be had is not to be helped.
void makeExpendable() noexcept {
    const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0 && ::write(file, kExpendable.data(), kExpendable.size()) < 0)
        return;
}

bool enter(int group) noexcept {
    return group < 0 || ::write(group, "0", 1) == 1;
}

bool arrangeDescriptors(Prepared& plan) noexcept {
    const int count = static_cast<int>(plan.descriptors.size());
    // Out of the way first: one may stand where another belongs.
    for (auto& descriptor : plan.descriptors) {
        descriptor = fcntl(descriptor, F_DUPFD, kChannelDescriptor + count);
        if (descriptor < 0)
            return false;
    }
    if (plan.output >= 0)
        plan.output = fcntl(plan.output, F_DUPFD, kChannelDescriptor + count);
    if (dup2(plan.nothing, STDIN_FILENO) < 0)
        return false;
    for (const auto standard : {STDOUT_FILENO, STDERR_FILENO})
        if (plan.output >= 0 && dup2(plan.output, standard) < 0)
            return false;
    for (int i = 0; i < count; ++i)
        if (dup2(plan.descriptors[static_cast<std::size_t>(i)], kChannelDescriptor + i) < 0)
            return false;
    return close_range(static_cast<unsigned>(kChannelDescriptor + count),
                       std::numeric_limits<unsigned>::max(), 0) == 0;
}

// In the child: async-signal-safe calls only.
[[noreturn]] void become(Prepared& plan) noexcept {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    setpgid(0, 0);
    // The parent may be gone before it was asked for.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != plan.parent ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !enter(plan.group))
        _exit(kCannotExecute);
    makeExpendable();
    if (!arrangeDescriptors(plan))
        _exit(kCannotExecute);
    execve(plan.program, plan.arguments.data(), plan.environment.data());
    _exit(kCannotExecute);
}

// By number: the functions of glibc 2.36 cannot be called from C++.
int openProcess(pid_t pid) noexcept {
    return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}
void killProcess(int process) noexcept {
    syscall(SYS_pidfd_send_signal, process, SIGKILL, nullptr, 0);
}

std::string howItEnded(int status) {
    if (WIFSIGNALED(status))
        return "was killed by signal " + std::to_string(WTERMSIG(status));
    const int code = WEXITSTATUS(status);
    return code == kCannotExecute ? "could not be started"
                                  : "ended with code " + std::to_string(code);
}

} // namespace

std::vector<std::string> cleanEnvironment(std::span<const std::string> environment) {
    std::vector<std::string> clean;
    for (const auto& each : environment) {
        const auto name = std::string_view(each).substr(0, each.find('='));
        if (name == kOurFile)
            continue;
        if (std::ranges::find(kKept, name) != kKept.end() ||
            std::ranges::any_of(kKeptBeginnings,
                                [&](auto beginning) { return name.starts_with(beginning); }))
            clean.push_back(each);
    }
    return clean;
}

std::vector<std::string> cleanEnvironment() {
    std::vector<std::string> all;
    for (auto** each = environ; each && *each; ++each)
        all.emplace_back(*each);
    return cleanEnvironment(all);
}

struct Process::Watch {
    std::function<void(std::string)> ended;
    bool over = false;
};

Process::Process(const Plan& plan, std::function<void(std::string how)> ended)
    : watch_(std::make_shared<Watch>(Watch{std::move(ended)})) {
    auto arguments = plan.arguments;
    auto environment = plan.environment;
    const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
    Prepared prepared{
        plan.program.c_str(), pointers(arguments), pointers(environment), plan.descriptors,
        plan.output,          plan.group,          nothing.get(),         getpid()};
    pid_ = fork();
    if (pid_ == 0)
        become(prepared);
    if (pid_ < 0)
        throw std::system_error(errno, std::generic_category(), "fork");
    handle_ = Descriptor(openProcess(pid_));
    // It stays until the process has ended, so that none is left behind as a zombie.
    g_child_watch_add_full(
        G_PRIORITY_DEFAULT, pid_,
        [](GPid pid, gint status, gpointer data) {
            const auto watch = *static_cast<std::shared_ptr<Watch>*>(data);
            g_spawn_close_pid(pid);
            watch->over = true;
            if (const auto call = std::exchange(watch->ended, {}))
                call(howItEnded(status));
        },
        new std::shared_ptr<Watch>(watch_),
        [](gpointer data) { delete static_cast<std::shared_ptr<Watch>*>(data); });
}

Process::~Process() {
    watch_->ended = {};
    if (!released_)
        signal(SIGKILL);
}

Descriptor Process::release() noexcept {
    watch_->ended = {};
    released_ = true;
    return std::move(handle_);
}

bool Process::ended() const noexcept {
    return watch_->over;
}

void Process::signal(int number) const noexcept {
    // Its number is nobody else's until it is reaped, which is just before main is told.
    if (!watch_->over)
        kill(pid_, number);
}

void seeOff(const Descriptor& process, std::chrono::milliseconds patience) noexcept {
    pollfd end{process.get(), POLLIN, 0};
    if (!process || poll(&end, 1, static_cast<int>(patience.count())) > 0)
        return;
    killProcess(process.get());
    while (poll(&end, 1, -1) < 0 && errno == EINTR)
        continue;
}

} // namespace vitrine::worker
