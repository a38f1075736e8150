// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/ControlGroups.hpp"

#include "util/Clock.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>

namespace vitrine::worker {
namespace {

namespace fs = std::filesystem;

// Its own place in what it divides.
constexpr const char* kOwn = "daemon";

std::string contents(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// In one write, as the kernel wants it.
std::error_code put(const fs::path& path, const std::string& text) {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()))
        return {};
    return {errno, std::generic_category()};
}

// The line "0::/PATH".
std::optional<fs::path> ownPath(const fs::path& file) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("0::/"))
            return line.substr(std::string_view("0::/").size());
    return std::nullopt;
}

bool isLeft(const fs::path& folder, const ControlGroups::Places& places) {
    struct stat facts {};
    return places.user != places.root && stat(folder.c_str(), &facts) == 0 &&
           facts.st_uid == places.user;
}

// Whether there is nobody but this process.
bool isAlone(const fs::path& folder) {
    return contents(folder / "cgroup.procs") == std::to_string(getpid()) + '\n';
}

std::string allOf(const fs::path& folder) {
    const auto there = ' ' + contents(folder / "cgroup.controllers");
    std::string wanted;
    for (const auto* each : {"memory", "pids"})
        if (there.find(std::string(" ") + each) != std::string::npos)
            wanted += std::string(wanted.empty() ? "+" : " +") + each;
    return wanted;
}

} // namespace

ControlGroup::ControlGroup(fs::path folder)
    : folder_(std::move(folder)) {
    fs::create_directory(folder_);
    entrance_ = Descriptor(open((folder_ / "cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    if (!entrance_) {
        const int error = errno;
        fs::remove(folder_);
        throw std::system_error(error, std::generic_category(), folder_);
    }
    // What a kernel has no such limit for goes without. A worker that is swapped out instead would
    // be a picture that stutters.
    put(folder_ / "pids.max", std::to_string(kMostTasks));
    put(folder_ / "memory.swap.max", "0");
    put(folder_ / "memory.oom.group", "1");
}

ControlGroup::~ControlGroup() {
    end(std::chrono::milliseconds(0));
}

void ControlGroup::end() {
    end(kPatience);
}

void ControlGroup::end(std::chrono::milliseconds patience) {
    if (!entrance_)
        return;
    entrance_ = Descriptor();
    put(folder_ / "cgroup.kill", "1"); // programs of a fragment, which are not the worker
    const Descriptor events(open((folder_ / "cgroup.events").c_str(), O_RDONLY | O_CLOEXEC));
    const auto until = util::Clock::now() + patience;
    // The kernel tells of each change of "populated"; its files are not removed one by one.
    while (rmdir(folder_.c_str()) != 0 && errno == EBUSY && events) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - util::Clock::now()).count();
        std::array<char, 64> read{};
        pollfd change{events.get(), POLLPRI, 0};
        if (left <= 0 || pread(events.get(), read.data(), read.size(), 0) < 0 ||
            (std::string_view(read.data()).find("populated 1") != std::string_view::npos &&
             poll(&change, 1, static_cast<int>(left)) <= 0))
            return;
    }
}

void ControlGroup::limitMemory(std::uint64_t bytes) const {
    put(folder_ / "memory.max", std::to_string(bytes));
}

// "oom" counts what this group's limit, "oom_kill" what any limit has led to.
ControlGroup::Want ControlGroup::want() const {
    std::ifstream events(folder_ / "memory.events");
    auto want = Want::None;
    std::string what;
    for (unsigned count = 0; events >> what >> count;) {
        if (what == "oom" && count > 0)
            return Want::Here;
        if (what == "oom_kill" && count > 0)
            want = Want::Beyond;
    }
    return want;
}

util::Result<ControlGroups> ControlGroups::takeOver(const Places& places) {
    const auto path = ownPath(places.own);
    if (!path)
        return util::Error{"worker", "there are no control groups of version 2"};
    const auto folder = places.tree / *path;
    if (!isLeft(folder, places))
        return util::Error{"worker", "systemd has not left /" + path->string() + " to this user"};
    if (!isAlone(folder))
        return util::Error{"worker", "other processes are in /" + path->string()};
    std::error_code fault;
    fs::create_directory(folder / kOwn, fault);
    if (!fault)
        fault = put(folder / kOwn / "cgroup.procs", "0");
    if (!fault)
        fault = put(folder / "cgroup.subtree_control", allOf(folder));
    if (fault) { // as it was
        put(folder / "cgroup.procs", "0");
        rmdir((folder / kOwn).c_str());
        return util::Error{"worker", "/" + path->string() + ": " + fault.message()};
    }
    return ControlGroups(folder);
}

std::unique_ptr<ControlGroup> ControlGroups::make(const std::string& camera) {
    return std::make_unique<ControlGroup>(folder_ /
                                          ("camera-" + camera + '.' + std::to_string(++last_)));
}

} // namespace vitrine::worker
