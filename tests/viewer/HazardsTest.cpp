// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What webrtcbin does not stand when it ends: without our guard it hangs or leaks, with it it does
// not. A hazard that a newer GStreamer has no more is not asked for there.
#include "support/MainLoopRunner.hpp"
#include "support/catch.hpp"

#include "gst/Ref.hpp"

#include <gio/gio.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <string>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

// What hangs does so for ever; what ends takes some milliseconds, on a busy machine more.
constexpr auto kHangs = 2s;
constexpr auto kEnds = 30s;

/// One hazard in a process of its own, which is killed at the latest with this object.
class Hazard {
  public:
    Hazard(const char* name, const char* guard) {
        const char* program = std::getenv("HAZARD");
        REQUIRE(program);
        GError* error = nullptr;
        process_ = {g_subprocess_new(GSubprocessFlags(G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                      G_SUBPROCESS_FLAGS_STDERR_SILENCE),
                                     &error, program, name, guard, nullptr),
                    gst::adopt};
        INFO((error ? error->message : ""));
        REQUIRE(process_);
        REQUIRE(test::runUntil([&] { return said("ready\n"); }, kEnds));
    }
    ~Hazard() { g_subprocess_force_exit(process_.get()); }
    Hazard(const Hazard&) = delete;
    Hazard& operator=(const Hazard&) = delete;

    /// Whether it is still there after some time.
    bool hangs() {
        return !test::runUntil([&] { return isOver(); }, kHangs);
    }
    /// Whether it ends well.
    bool ends() {
        return test::runUntil([&] { return isOver(); }, kEnds) &&
               g_subprocess_wait(process_.get(), nullptr, nullptr) &&
               g_subprocess_get_successful(process_.get());
    }
    /// How much it says it left behind; nothing when it does not end well.
    std::optional<int> left() {
        const auto at = ends() ? output_.find("left ") : std::string::npos;
        return at == std::string::npos ? std::nullopt
                                       : std::optional(std::atoi(output_.c_str() + at + 5));
    }

  private:
    void read() {
        auto* out = G_POLLABLE_INPUT_STREAM(g_subprocess_get_stdout_pipe(process_.get()));
        std::array<char, 256> bytes{};
        gssize count = 0;
        while ((count = g_pollable_input_stream_read_nonblocking(out, bytes.data(), bytes.size(),
                                                                 nullptr, nullptr)) > 0)
            output_.append(bytes.data(), static_cast<std::size_t>(count));
        over_ = over_ || count == 0;
    }
    bool said(std::string_view text) {
        read();
        return output_.find(text) != std::string::npos;
    }
    bool isOver() {
        read();
        return over_;
    }

    gst::Ref<GSubprocess> process_;
    std::string output_;
    bool over_ = false;
};

bool gstreamerIsBefore(guint minor) {
    guint major = 0;
    guint ours = 0;
    guint micro = 0;
    guint nano = 0;
    gst_version(&major, &ours, &micro, &nano);
    return ours < minor;
}

} // namespace

TEST_CASE("ending in a callback of webrtcbin's waits for itself; the reaper does not") {
    CHECK(Hazard("in-callback", "without").hangs());
    CHECK(Hazard("in-callback", "with").ends());
}

TEST_CASE("ending under a lock that a callback wants hangs; a reaper and a posted call do not") {
    CHECK(Hazard("under-lock", "without").hangs());
    CHECK(Hazard("under-lock", "with").ends());
}

TEST_CASE("a promise that is never answered keeps what its answer frees; makePromise does not") {
    CHECK(Hazard("before-answer", "without").left().value_or(0) > 0);
    CHECK(Hazard("before-answer", "with").left() == 0);
}

TEST_CASE("ending in the middle of a negotiation leaves transports; waiting for it does not") {
    if (gstreamerIsBefore(24)) // now and then it crashes before it has left any
        CHECK_FALSE(Hazard("while-negotiating", "without").left() == 0);
    CHECK(Hazard("while-negotiating", "with").left() == 0);
}

TEST_CASE("the last reference to the ICE agent must not go on the agent's own thread") {
    if (gstreamerIsBefore(28))
        CHECK(Hazard("on-agents-thread", "without").hangs());
    CHECK(Hazard("on-agents-thread", "with").ends());
}
