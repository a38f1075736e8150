// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "worker/SlotLedger.hpp"

#include <algorithm>
#include <deque>
#include <span>

using namespace vitrine;

namespace {

using Input = std::span<const std::uint8_t>;

constexpr std::size_t kMemory = 4096;
constexpr std::size_t kMostKept = 8;

/// The worker's side is whatever the input is: first what is in the memory, then its messages.
class Hostile {
  public:
    Hostile()
        : descriptor_(worker::SharedMemory::make(kMemory))
        , memory_(descriptor_.get(), worker::SharedMemory::Access::ReadWrite)
        , ledger_(std::make_shared<worker::SlotLedger>(
              worker::SharedMemory(descriptor_.get(), worker::SharedMemory::Access::Read),
              std::function<void()>())) {}

    void fill(Input bytes) { std::copy(bytes.begin(), bytes.end(), memory_.writable().begin()); }

    void offer(const worker::Frame& frame) {
        auto loan = ledger_->take(frame);
        if (!loan)
            return fuzz::promise(!loan.error().message.empty(), "an error says something");
        std::size_t sum = 0;
        for (const auto size : loan.value().sizes)
            sum += size;
        fuzz::promise(sum == gst_memory_get_sizes(loan.value().memory.get(), nullptr, nullptr),
                      "the packets are what is in the memory");
        readAll(loan.value().memory.get());
        kept_.push_back(std::move(loan).value().memory);
        if (kept_.size() > kMostKept)
            kept_.pop_front();
        fuzz::promise(ledger_->lent() == kept_.size(), "a slot is out as long as it is held");
    }

    void offer(const worker::Drawing& drawing) {
        const auto text = ledger_->take(drawing);
        fuzz::promise(!text || g_utf8_validate(text.value().data(), -1, nullptr), "it is text");
        fuzz::promise(ledger_->lent() == kept_.size(), "a drawing's slot is back at once");
    }

  private:
    static void readAll(GstMemory* memory) {
        GstMapInfo map;
        fuzz::promise(gst_memory_map(memory, &map, GST_MAP_READ), "it can be read");
        volatile unsigned sum = 0;
        for (const auto byte : Input(map.data, map.size))
            sum = sum + byte;
        gst_memory_unmap(memory, &map);
    }

    worker::Descriptor descriptor_;
    worker::SharedMemory memory_;
    std::shared_ptr<worker::SlotLedger> ledger_;
    std::deque<gst::Ref<GstMemory>> kept_;
};

// What could be read is written the same.
template <typename Message>
void checkRead(const util::Result<Message>& message, Input bytes) {
    if (!message)
        return fuzz::promise(!message.error().message.empty(), "an error says something");
    fuzz::promise(std::ranges::equal(worker::write(message.value()), bytes),
                  "what was read is written the same");
}

// The next message: a byte of length before it.
Input next(Input& input) {
    const auto size = std::min<std::size_t>(input[0], input.size() - 1);
    const auto message = input.subspan(1, size);
    input = input.subspan(1 + size);
    return message;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    checkRead(worker::readToWorker(input), input);
    if (input.empty())
        return 0;
    gst_init(nullptr, nullptr); // its allocators; nothing happens the second time
    Hostile hostile;
    hostile.fill(next(input));
    while (!input.empty()) {
        const auto bytes = next(input);
        const auto message = worker::readFromWorker(bytes);
        checkRead(message, bytes);
        if (message && std::holds_alternative<worker::Frame>(message.value()))
            hostile.offer(std::get<worker::Frame>(message.value()));
        if (message && std::holds_alternative<worker::Drawing>(message.value()))
            hostile.offer(std::get<worker::Drawing>(message.value()));
    }
    return 0;
}
