// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "Slots.hpp"
#include "support/catch.hpp"

#include "worker/SharedMemory.hpp"
#include "worker/SlotAllocator.hpp"
#include "worker/SlotLedger.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>

using namespace vitrine;
using namespace worker;
using Access = SharedMemory::Access;

namespace {

constexpr std::size_t kMemory = 64UL * 1024;

/// The daemon's and the worker's view of one memory.
struct Both {
    std::vector<std::uint16_t> told() { return ledger->returned(); }

    Descriptor descriptor = SharedMemory::make(kMemory);
    SharedMemory workers{descriptor.get(), Access::ReadWrite};
    std::atomic<int> calls{0};
    std::shared_ptr<SlotLedger> ledger = std::make_shared<SlotLedger>(
        SharedMemory(descriptor.get(), Access::Read), [this] { ++calls; });
};

std::string faultOf(Both& both, const Frame& frame) {
    const auto loan = both.ledger->take(frame);
    return loan ? "" : loan.error().message;
}

} // namespace

TEST_CASE("the memory's size cannot be changed, and is not believed where it could be") {
    const auto memory = SharedMemory::make(kMemory);
    CHECK(ftruncate(memory.get(), 0) != 0);
    CHECK(ftruncate(memory.get(), 2 * kMemory) != 0);
    CHECK(SharedMemory(memory.get(), Access::Read).size() == kMemory);
    const Descriptor open(memfd_create("open", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    REQUIRE(ftruncate(open.get(), kMemory) == 0);
    CHECK_THROWS_WITH(SharedMemory(open.get(), Access::Read), ContainsSubstring("not sealed"));
}

TEST_CASE("a frame is read where it was written, and its slot goes back with its last part") {
    Both both;
    const auto frame = test::writeFrame(both.workers.writable(), 7, 128, {{0x65, 1, 2}, {0x41, 3}});
    auto taken = both.ledger->take(frame);
    REQUIRE(taken);
    auto loan = std::move(taken).value();
    CHECK(loan.sizes == std::vector<std::uint16_t>{3, 2});
    {
        const test::MappedMemory mapped(loan.memory.get());
        CHECK(std::vector(mapped.bytes().begin(), mapped.bytes().end()) ==
              std::vector<std::uint8_t>{0x65, 1, 2, 0x41, 3});
        // No copy: what the worker writes now is seen.
        both.workers.writable()[128 + 4] = 0x61;
        CHECK(mapped.bytes()[0] == 0x61);
    }
    gst::Ref<GstMemory> part(gst_memory_share(loan.memory.get(), 3, 2), gst::adopt);
    loan.memory.reset();
    CHECK(both.told().empty());
    CHECK(both.ledger->lent() == 1);
    {
        const test::MappedMemory mapped(part.get());
        CHECK(mapped.bytes()[1] == 3);
    }
    CHECK(both.calls == 0);
    part.reset();
    CHECK(both.calls == 1);
    CHECK(both.told() == std::vector<std::uint16_t>{7});
    CHECK(both.told().empty());
    CHECK(both.ledger->lent() == 0);
}

TEST_CASE("nobody writes into a frame by way of its buffer") {
    Both both;
    auto loan = both.ledger->take(test::writeFrame(both.workers.writable(), 0, 0, {{1, 2, 3}}));
    REQUIRE(loan);
    GstMapInfo map;
    CHECK_FALSE(gst_memory_map(loan.value().memory.get(), &map, GST_MAP_WRITE));
}

TEST_CASE("a frame that is not as it should be is refused, and the slots stay right") {
    Both both;
    const auto memory = both.workers.writable();
    const auto good = test::writeFrame(memory, 3, 0, {{1, 2}, {3}});
    auto frame = good;
    frame.offset = kMemory - 6;
    CHECK_THAT(faultOf(both, frame), ContainsSubstring("not in the memory"));
    frame.offset = 0xFFFFFFFF;
    CHECK_THAT(faultOf(both, frame), ContainsSubstring("not in the memory"));
    frame = good;
    frame.slot = kSlots;
    CHECK_THAT(faultOf(both, frame), ContainsSubstring("not in the memory"));
    frame = good;
    frame.packets = 4; // 8 bytes of sizes in 7
    CHECK_THAT(faultOf(both, frame), ContainsSubstring("without room"));
    CHECK(both.told().empty());
    frame = good;
    frame.bytes += 1;
    CHECK_THAT(faultOf(both, frame), ContainsSubstring("do not add up"));
    memory[0] = 0xFF;
    CHECK_THAT(faultOf(both, good), ContainsSubstring("a packet of 65282 bytes"));
    memory[0] = memory[1] = 0;
    CHECK_THAT(faultOf(both, good), ContainsSubstring("a packet of 0 bytes"));
    CHECK(both.ledger->lent() == 0);
}

TEST_CASE("a slot or memory that is out cannot be out once more") {
    Both both;
    const auto memory = both.workers.writable();
    const auto first = both.ledger->take(test::writeFrame(memory, 3, 640, {{1, 2}, {3}}));
    REQUIRE(first);
    CHECK_THAT(faultOf(both, test::writeFrame(memory, 3, 0, {{1}})),
               ContainsSubstring("in a slot that is in use"));
    auto over = test::writeFrame(memory, 4, 640 - 2, {{1}});
    CHECK_THAT(faultOf(both, over), ContainsSubstring("in memory that is in use"));
    over.offset = 640 + 6;
    CHECK_THAT(faultOf(both, over), ContainsSubstring("in memory that is in use"));
    // Its neighbours are free.
    CHECK(faultOf(both, test::writeFrame(memory, 4, 640 - 3, {{1}})).empty());
    CHECK(faultOf(both, test::writeFrame(memory, 4, 640 + 7, {{1}})).empty());
}

TEST_CASE("frames outlive the worker, its memory's descriptor and whoever read its messages") {
    auto memory = [] {
        const auto descriptor = SharedMemory::make(kMemory);
        SharedMemory workers(descriptor.get(), Access::ReadWrite);
        const auto ledger = std::make_shared<SlotLedger>(
            SharedMemory(descriptor.get(), Access::Read), std::function<void()>());
        auto loan = ledger->take(test::writeFrame(workers.writable(), 0, 0, {{1, 2}}));
        REQUIRE(loan);
        return std::move(loan).value().memory;
    }();
    const test::MappedMemory mapped(memory.get());
    CHECK(mapped.bytes()[1] == 2);
}

TEST_CASE("sizes that change while they are read do no harm") {
    Both both;
    const auto memory = both.workers.writable();
    const auto frame =
        test::writeFrame(memory, 0, 0, std::vector(64, std::vector<std::uint8_t>(9)));
    std::atomic<bool> done{false};
    std::thread hostile([&] {
        for (std::uint8_t i = 0; !done; ++i)
            reinterpret_cast<volatile std::uint8_t*>(memory.data())[1 + 2 * (i % 64)] = i % 18;
    });
    for (int i = 0; i < 20000; ++i) {
        const auto loan = both.ledger->take(frame);
        if (!loan)
            continue;
        std::size_t sum = 0;
        for (const auto size : loan.value().sizes)
            sum += size;
        REQUIRE(sum == gst_memory_get_sizes(loan.value().memory.get(), nullptr, nullptr));
    }
    done = true;
    hostile.join();
    CHECK(both.ledger->lent() == 0);
}

TEST_CASE("the worker writes where nothing is read, from the beginning on, and waits for nobody") {
    SlotAllocator slots(1000);
    const auto first = slots.allocate(100);
    const auto second = slots.allocate(300);
    const auto third = slots.allocate(100);
    REQUIRE((first && second && third));
    CHECK(first->offset == 0);
    CHECK(second->offset == 128);
    CHECK(third->offset == 448);
    CHECK(std::set{first->number, second->number, third->number}.size() == 3);
    CHECK_FALSE(slots.allocate(500));
    CHECK(slots.release(second->number));
    CHECK_FALSE(slots.release(second->number));
    CHECK_FALSE(slots.release(1000));
    CHECK(slots.allocate(321)->offset == 576); // does not fit into the hole
    CHECK(slots.allocate(320)->offset == 128);
    CHECK(slots.inUse() == 4);
}

TEST_CASE("there are no more slots than both have agreed on") {
    SlotAllocator slots(SharedMemory::kBytes);
    for (unsigned i = 0; i < kSlots; ++i)
        REQUIRE(slots.allocate(10));
    CHECK_FALSE(slots.allocate(10));
    CHECK(slots.release(511));
    CHECK(slots.allocate(10)->number == 511);
}

TEST_CASE("what the worker's side allots the daemon's side takes, in any order of returns") {
    Both both;
    SlotAllocator slots(kMemory);
    std::vector<gst::Ref<GstMemory>> kept;
    for (unsigned i = 0; i < 3000; ++i) {
        const std::vector<std::uint8_t> payload(1 + i * 37 % 1200, static_cast<std::uint8_t>(i));
        const auto slot = slots.allocate(static_cast<std::uint32_t>(payload.size()) + 2);
        if (slot) {
            auto loan = both.ledger->take(
                test::writeFrame(both.workers.writable(), slot->number, slot->offset, {payload}));
            REQUIRE(loan);
            kept.push_back(std::move(loan).value().memory);
        }
        if (!slot || i % 3 == 0)
            kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i * 7 % kept.size()));
        for (const auto back : both.told())
            REQUIRE(slots.release(back));
    }
    // Nothing that is still held was overwritten.
    for (const auto& memory : kept) {
        const test::MappedMemory mapped(memory.get());
        CHECK(std::count(mapped.bytes().begin(), mapped.bytes().end(), mapped.bytes()[0]) ==
              static_cast<std::ptrdiff_t>(mapped.bytes().size()));
    }
    CHECK(slots.inUse() == kept.size());
}

TEST_CASE("a text is copied, and its slot goes back at once") {
    Both both;
    auto memory = both.workers.writable();
    const std::string text = "digraph {}";
    std::copy(text.begin(), text.end(), memory.begin() + 64);
    Drawing drawing{1, 5, 64, static_cast<std::uint32_t>(text.size())};
    const auto taken = both.ledger->take(drawing);
    REQUIRE(taken);
    CHECK(taken.value() == text);
    CHECK(both.ledger->lent() == 0);
    CHECK(both.ledger->returned() == std::vector<std::uint16_t>{5});
    memory[64] = 0xFF;
    CHECK(both.ledger->take(drawing).value() == "\uFFFDigraph {}");
    drawing.offset = static_cast<std::uint32_t>(memory.size()) - 1;
    const auto outside = both.ledger->take(drawing);
    REQUIRE_FALSE(outside);
    CHECK_THAT(outside.error().message, ContainsSubstring("not in the memory"));
}
