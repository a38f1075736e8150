// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/SystemCalls.hpp"

#include <sched.h>
#include <seccomp.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>

namespace vitrine::worker {
namespace {

// In the groups of systemd.exec(5): @debug, @mount, @module, @raw-io, @reboot, @swap, @clock,
// @keyring, and what is like them.
constexpr auto kForbidden = std::to_array<std::string_view>({
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "pidfd_getfd",
    "kcmp",
    "perf_event_open",
    "mount",
    "umount2",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsmount",
    "fsconfig",
    "fspick",
    "mount_setattr",
    "pivot_root",
    "chroot",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "bpf",
    "iopl",
    "ioperm",
    "swapon",
    "swapoff",
    "adjtimex",
    "clock_adjtime",
    "clock_settime",
    "settimeofday",
    "add_key",
    "request_key",
    "keyctl",
    "userfaultfd",
    "unshare",
    "setns",
    "acct",
    "quotactl",
    "quotactl_fd",
    "syslog",
    "sethostname",
    "setdomainname",
    "vhangup",
    "lookup_dcookie",
    "nfsservctl",
    "open_by_handle_at",
    "name_to_handle_at",
    "fanotify_init",
    "uselib",
    "io_uring_setup",
});

void check(int result, const char* what) {
    if (result < 0)
        throw std::system_error(-result, std::generic_category(), what);
}

struct FilterRelease {
    void operator()(scmp_filter_ctx filter) const noexcept { seccomp_release(filter); }
};

} // namespace

std::span<const std::string_view> forbiddenCalls() {
    return kForbidden;
}

void forbidSystemCalls() {
    const std::unique_ptr<void, FilterRelease> filter(seccomp_init(SCMP_ACT_ALLOW));
    if (!filter)
        throw std::system_error(ENOMEM, std::generic_category(), "seccomp_init");
    for (const auto name : kForbidden) {
        const int number = seccomp_syscall_resolve_name(std::string(name).c_str());
        // What libseccomp or this architecture does not know cannot be called either.
        if (number != __NR_SCMP_ERROR && number >= 0)
            check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), number, 0),
                  "seccomp_rule_add");
    }
    check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                           SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)),
          "seccomp_rule_add");
    check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0),
          "seccomp_rule_add");
    check(seccomp_load(filter.get()), "seccomp_load");
}

} // namespace vitrine::worker
