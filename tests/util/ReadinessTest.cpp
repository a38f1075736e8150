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
    std::optional<Readiness::Watch> ended(readiness.watch(silent.ends[0], [held] { ++*held; }));
    const auto watch = readiness.watch(other.ends[0], [&] {
        other.read();
        told.set_value();
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
    CHECK_THROWS_AS((void)readiness.watch(-1, [] {}), std::system_error);
}
