// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/Readiness.hpp"

#include <unistd.h>

#include <array>
#include <future>
#include <optional>
#include <system_error>

using vitrine::util::Readiness;

namespace {

struct Pipe {
    std::array<int, 2> ends{};
    Pipe() { REQUIRE(pipe(ends.data()) == 0); }
    ~Pipe() {
        for (const int end : ends)
            close(end);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    char read() const {
        char byte = 0;
        CHECK(::read(ends[0], &byte, 1) == 1);
        return byte;
    }
    void write(char byte) const { CHECK(::write(ends[1], &byte, 1) == 1); }
};

} // namespace

TEST_CASE("whoever has something to read is told, on one thread") {
    Readiness readiness("test");
    std::array<Pipe, 5> pipes;
    std::array<std::promise<std::thread::id>, 5> told;
    std::vector<Readiness::Watch> watches;
    for (std::size_t i = 0; i < pipes.size(); ++i)
        watches.push_back(readiness.watch(pipes[i].ends[0], [&, i] {
            CHECK(pipes[i].read() == static_cast<char>('a' + i));
            told[i].set_value(std::this_thread::get_id());
            return false;
        }));
    for (std::size_t i = 0; i < pipes.size(); ++i)
        pipes[i].write(static_cast<char>('a' + i));
    const auto thread = told[0].get_future().get();
    CHECK(thread != std::this_thread::get_id());
    for (std::size_t i = 1; i < pipes.size(); ++i)
        CHECK(told[i].get_future().get() == thread);
}

TEST_CASE("a watch that has ended hears nothing more, and its handler is gone") {
    Readiness readiness("test");
    const Pipe silent;
    const Pipe other;
    auto held = std::make_shared<int>(0);
    std::promise<void> told;
    std::optional<Readiness::Watch> ended(readiness.watch(silent.ends[0], [held] {
        ++*held;
        return false;
    }));
    const auto watch = readiness.watch(other.ends[0], [&] {
        other.read();
        told.set_value();
        return false;
    });
    ended.reset();
    silent.write('x');
    other.write('y');
    told.get_future().get();
    CHECK(*held == 0);
    CHECK(held.use_count() == 1);
}

TEST_CASE("what is no descriptor cannot be watched") {
    Readiness readiness("test");
    CHECK_THROWS_AS((void)readiness.watch(-1, [] { return false; }), std::system_error);
}

TEST_CASE("who always has more to do keeps nobody else waiting, nor the end") {
    const Pipe busy;
    const Pipe other;
    Readiness readiness("test");
    std::promise<void> begun;
    std::promise<void> told;
    unsigned turns = 0;
    const auto endless = readiness.watch(busy.ends[0], [&] {
        if (++turns == 3)
            begun.set_value();
        return true;
    });
    const auto watch = readiness.watch(other.ends[0], [&] {
        other.read();
        told.set_value();
        return false;
    });
    busy.write('x');
    begun.get_future().get();
    other.write('y');
    told.get_future().get();
}

TEST_CASE("there is room when what was written has been read, and it is told once") {
    const Pipe pipe;
    Readiness readiness("test");
    std::promise<void> told;
    Readiness::RoomWatch room(readiness, pipe.ends[1], [&] {
        told.set_value(); // a second time would throw
        return false;
    });
    room.await();
    told.get_future().get();
}
