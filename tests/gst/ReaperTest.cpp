// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/Reaper.hpp"

#include <atomic>
#include <future>

using namespace vitrine::gst;

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
