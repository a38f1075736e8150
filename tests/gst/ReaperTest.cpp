// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "Stubborn.hpp"
#include "gst/Reaper.hpp"

#include <glib/gstdio.h>

#include <atomic>
#include <future>
#include <thread>

using namespace vitrine::gst;
using vitrine::test::stubborn;
using vitrine::util::Clock;

namespace {

// Looks as one who comes when whatever is under way takes too long.
void lookLate(Reaper& reaper) {
    reaper.look(Clock::now() + 2 * StuckPipeline::kPatience);
}

} // namespace

TEST_CASE("a reaped pipeline is gone before what comes afterwards, and not on this thread") {
    std::atomic<bool> gone{false};
    std::atomic<bool> wasThereBefore{false};
    std::atomic<bool> wasGone{false};
    std::thread::id reapedOn;
    {
        Reaper reaper("test-reaper");
        Pipeline pipeline("p");
        pipeline.play();
        g_object_weak_ref(
            G_OBJECT(pipeline.get()),
            [](gpointer data, GObject*) { static_cast<std::atomic<bool>*>(data)->store(true); },
            &gone);
        reaper.reap(
            std::move(pipeline), [&] { wasThereBefore = !gone; },
            [&] {
                wasGone = gone.load();
                reapedOn = std::this_thread::get_id();
            });
    }
    CHECK(wasThereBefore);
    CHECK(wasGone);
    CHECK(reapedOn != std::this_thread::get_id());
}

TEST_CASE("the destructor finishes what is queued") {
    std::atomic<int> reaped{0};
    {
        Reaper reaper("test-reaper");
        for (int i = 0; i < 10; ++i)
            reaper.reap(Pipeline("p"), {}, [&] { ++reaped; });
    }
    CHECK(reaped == 10);
}

TEST_CASE("it tidies up once after a burst, on its own thread") {
    std::promise<std::thread::id> tidied;
    std::atomic<int> reaped{0};
    std::atomic<int> reapedBefore{0};
    Reaper reaper("test-reaper", [&] {
        reapedBefore = reaped.load();
        tidied.set_value(std::this_thread::get_id()); // a second time would throw
    });
    CHECK(reaper.pending() == 0);
    for (int i = 0; i < 3; ++i)
        reaper.reap(Pipeline("p"), {}, [&] { ++reaped; });
    CHECK(reaper.pending() > 0);
    auto thread = tidied.get_future();
    REQUIRE(thread.wait_for(std::chrono::seconds{20}) == std::future_status::ready);
    CHECK(reapedBefore == 3);
    CHECK(thread.get() != std::this_thread::get_id());
}

TEST_CASE("a pipeline that hangs holds up the others only until somebody looks") {
    std::promise<void> release;
    std::promise<void> stubbornGone;
    std::promise<void> otherGone;
    bool gaveUp = false;
    {
        Reaper reaper("test-reaper", {}, [&] { gaveUp = true; });
        std::promise<void> begun;
        reaper.reap(
            stubborn(release.get_future().share()), [&] { begun.set_value(); },
            [&] { stubbornGone.set_value(); });
        reaper.reap(Pipeline("other"), {}, [&] { otherGone.set_value(); });
        begun.get_future().wait();
        reaper.look();
        CHECK(reaper.stuck() == 0);
        lookLate(reaper);
        CHECK(reaper.stuck() == 1);
        otherGone.get_future().wait();
        release.set_value();
        stubbornGone.get_future().wait();
        while (reaper.stuck() != 0) // what comes afterwards is called a moment before
            std::this_thread::yield();
        reaper.reap(Pipeline("last"));
    }
    CHECK_FALSE(gaveUp);
}

TEST_CASE("at the end what hangs is given up, and what is behind it with it") {
    std::promise<void> release;
    std::promise<void> gone;
    bool gaveUp = false;
    const auto began = Clock::now();
    {
        Reaper reaper("test-reaper", {}, [&] { gaveUp = true; });
        reaper.reap(stubborn(release.get_future().share()));
        reaper.reap(Pipeline("behind"), {}, [&] { gone.set_value(); });
    }
    CHECK(gaveUp);
    CHECK(Clock::now() - began < std::chrono::seconds{4});
    release.set_value();
    gone.get_future().wait();
}

TEST_CASE("so many may hang, and no more threads are spent on it") {
    std::promise<void> release;
    const auto released = release.get_future().share();
    std::atomic<int> gone{0};
    {
        Reaper reaper("test-reaper");
        for (std::size_t i = 0; i <= Reaper::kMostStuck; ++i) {
            std::promise<void> begun;
            reaper.reap(
                stubborn(released), [&] { begun.set_value(); }, [&] { ++gone; });
            begun.get_future().wait();
            lookLate(reaper);
        }
        CHECK(reaper.stuck() == Reaper::kMostStuck);
        CHECK(reaper.pending() == Reaper::kMostStuck + 1);
        release.set_value();
        std::promise<void> done;
        reaper.perform([&] { done.set_value(); });
        done.get_future().wait();
    }
    while (gone < static_cast<int>(Reaper::kMostStuck) + 1)
        std::this_thread::yield();
}

TEST_CASE("what hangs is drawn where GStreamer's drawings go") {
    const CharPtr directory(g_dir_make_tmp("vitrine-dot-XXXXXX", nullptr));
    REQUIRE(directory);
    const CharPtr before(g_strdup(g_getenv("GST_DEBUG_DUMP_DOT_DIR")));
    g_setenv("GST_DEBUG_DUMP_DOT_DIR", directory.get(), TRUE);
    const CharPtr path(g_build_filename(directory.get(), "vitrine-stuck-stubborn.dot", nullptr));
    std::promise<void> release;
    {
        Reaper reaper("test-reaper", {}, [] {});
        reaper.reap(stubborn(release.get_future().share()));
    }
    const auto latest = Clock::now() + std::chrono::seconds{10};
    while (!g_file_test(path.get(), G_FILE_TEST_EXISTS) && Clock::now() < latest)
        std::this_thread::yield();
    char* text = nullptr;
    REQUIRE(g_file_get_contents(path.get(), &text, nullptr, nullptr));
    const CharPtr owned(text);
    CHECK_THAT(std::string(text), ContainsSubstring("fakesink"));
    release.set_value();
    if (before)
        g_setenv("GST_DEBUG_DUMP_DOT_DIR", before.get(), TRUE);
    g_remove(path.get());
    g_rmdir(directory.get());
}
