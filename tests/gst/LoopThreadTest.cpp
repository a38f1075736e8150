// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/LoopThread.hpp"

#include <future>
#include <memory>
#include <vector>

using vitrine::gst::LoopThread;

TEST_CASE("a loop thread runs what it is given, in that order, on its own thread") {
    std::vector<int> order;
    std::promise<std::thread::id> ran;
    const LoopThread loop("test-loop");
    for (int i = 0; i < 10; ++i)
        loop.invoke([&order, i] { order.push_back(i); });
    loop.invoke([&ran] { ran.set_value(std::this_thread::get_id()); });
    CHECK(ran.get_future().get() != std::this_thread::get_id());
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("a loop thread's end runs what was given before, and destroys it") {
    auto watched = std::make_shared<int>(0);
    {
        const LoopThread loop("test-loop");
        loop.invoke([watched] { ++*watched; });
    }
    CHECK(*watched == 1);
    CHECK(watched.use_count() == 1);
}
