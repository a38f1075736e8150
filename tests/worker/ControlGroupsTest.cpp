// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// On a folder that looks like control groups. What the kernel makes of it is shown where a booted
// machine has them: packaging/test-deb.
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "worker/ControlGroups.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>

using namespace vitrine;
using namespace worker;

namespace {

/// A unit's control group as systemd leaves it to a user, with what the kernel has in it.
struct Unit {
    Unit() {
        folder.write("own", "0::/system.slice/vitrine.service\n");
        put("cgroup.procs", std::to_string(getpid()) + "\n");
        put("cgroup.controllers", "cpu memory pids\n");
        put("cgroup.subtree_control", "");
        put("daemon/cgroup.procs", "");
    }

    std::string path(const std::string& name) const {
        return folder.path("system.slice/vitrine.service/" + name);
    }
    void put(const std::string& name, const std::string& text) const {
        folder.write("system.slice/vitrine.service/" + name, text);
    }
    std::string says(const std::string& name) const {
        std::ifstream file(path(name));
        return {std::istreambuf_iterator<char>(file), {}};
    }
    ControlGroups::Places places() const {
        return {folder.path(""), folder.path("own"), user, root};
    }
    std::string fault() const {
        const auto groups = ControlGroups::takeOver(places());
        return groups ? "" : groups.error().message;
    }

    test::TempDir folder;
    uid_t user = geteuid();
    uid_t root = user + 1; // who runs the test may be the real one
};

} // namespace

TEST_CASE("a group that systemd leaves to this process is divided") {
    const Unit unit;
    CHECK(unit.fault().empty());
    CHECK(unit.says("daemon/cgroup.procs") == "0");
    CHECK(unit.says("cgroup.subtree_control") == "+memory +pids");
}

TEST_CASE("a group that is not this process' to divide is left alone") {
    Unit unit;
    SECTION("there are none") {
        unit.folder.write("own", "4:memory:/\n");
        CHECK(unit.fault() == "there are no control groups of version 2");
    }
    SECTION("it is another user's") {
        unit.user += 1;
        CHECK_THAT(unit.fault(), ContainsSubstring("systemd has not left /system.slice"));
    }
    SECTION("it is root's") {
        unit.root = unit.user;
        CHECK_THAT(unit.fault(), ContainsSubstring("systemd has not left"));
    }
    SECTION("somebody else is in it") {
        unit.put("cgroup.procs", "1\n" + std::to_string(getpid()) + "\n");
        CHECK_THAT(unit.fault(), ContainsSubstring("other processes"));
    }
    CHECK(unit.says("daemon/cgroup.procs").empty());
    CHECK(unit.says("cgroup.subtree_control").empty());
}

TEST_CASE("a group that cannot be divided is as it was before") {
    const Unit unit;
    REQUIRE(unlink(unit.path("cgroup.subtree_control").c_str()) == 0);
    CHECK_THAT(unit.fault(), ContainsSubstring("No such file"));
    CHECK(unit.says("cgroup.procs").substr(0, 1) == "0"); // back in it
}

TEST_CASE("a camera's process has a group with limits") {
    const Unit unit;
    auto groups = ControlGroups::takeOver(unit.places());
    REQUIRE(groups);
    for (const auto* file : {"cgroup.procs", "pids.max", "memory.max", "memory.oom.group"})
        unit.put(std::string("camera-front.1/") + file, "");
    const auto group = groups.value().make("front");
    group->limitMemory(300UL << 20U);
    CHECK(unit.says("camera-front.1/memory.max") == "314572800");
    CHECK(unit.says("camera-front.1/memory.oom.group") == "1");
    CHECK(unit.says("camera-front.1/pids.max") == std::to_string(ControlGroup::kMostTasks));
    using Want = ControlGroup::Want;
    CHECK(group->want() == Want::None);
    unit.put("camera-front.1/memory.events", "low 0\nhigh 3\nmax 7\noom 0\noom_kill 2\n");
    CHECK(group->want() == Want::Beyond);
    unit.put("camera-front.1/memory.events", "low 0\nhigh 3\nmax 7\noom 1\noom_kill 2\n");
    CHECK(group->want() == Want::Here);
    REQUIRE(write(group->entrance(), "0", 1) == 1);
    CHECK(unit.says("camera-front.1/cgroup.procs") == "0");
    unit.put("camera-front.1/cgroup.kill", "");
    group->end();
    CHECK(unit.says("camera-front.1/cgroup.kill") == "1");
    // The next of the same camera has another.
    unit.put("camera-front.2/cgroup.procs", "");
    CHECK(groups.value().make("front")->entrance() >= 0);
    CHECK_THROWS_AS(groups.value().make("front"), std::system_error); // a plain folder is none
}
