// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/WorkerEar.hpp"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <utility>

namespace vitrine::camera {
namespace {

constexpr int kRest = 100; // ms

} // namespace

struct WorkerEar::Returns {
    explicit Returns(std::shared_ptr<worker::Channel> to)
        : channel(std::move(to)) {}

    // Thread-safe. What finds no room is told with the next one.
    void tell() {
        const auto from = ledger.lock();
        const std::lock_guard lock(mutex);
        for (;;) {
            if (left.empty() && from)
                left = from->returned();
            if (left.empty() ||
                channel->send(worker::write(worker::ToWorker(worker::Release{left}))) ==
                    worker::Channel::Sent::NoRoom)
                return;
            left.clear();
        }
    }

    std::shared_ptr<worker::Channel> channel;
    std::weak_ptr<worker::SlotLedger> ledger;
    std::mutex mutex;
    std::vector<std::uint16_t> left; // guarded by mutex
};

WorkerEar::WorkerEar(const std::string& camera, std::shared_ptr<worker::Channel> channel,
                     const worker::Descriptor& memory, worker::Descriptor output, Listener listener)
    : listener_(std::move(listener))
    , channel_(std::move(channel))
    , returns_(std::make_shared<Returns>(channel_))
    , ledger_(std::make_shared<worker::SlotLedger>(
          worker::SharedMemory(memory.get(), worker::SharedMemory::Access::Read),
          [returns = std::weak_ptr(returns_)] {
              if (const auto there = returns.lock())
                  there->tell();
          }))
    , output_(std::move(output))
    , log_(camera) {
    returns_->ledger = ledger_;
    thread_ = std::thread([this] { listen(); });
    pthread_setname_np(thread_.native_handle(), ("worker-" + camera).substr(0, 15).c_str());
}

WorkerEar::~WorkerEar() {
    channel_->hangUp();
    thread_.join();
}

void WorkerEar::listen() {
    std::string fault;
    bool more = true;
    while (more && fault.empty()) {
        std::array<pollfd, 2> both{pollfd{channel_->descriptor(), POLLIN, 0},
                                   pollfd{output_.get(), POLLIN, 0}};
        // Who writes without an end is read now and then, and finds no room meanwhile.
        const bool rests = std::exchange(logRests_, false);
        poll(both.data(), output_ && !rests ? 2 : 1, rests ? kRest : -1);
        fault = hearAll(more);
        if (both[1].revents != 0)
            readLog();
    }
    readLog(); // its last words
    util::post(token_.weak(), [this, silence = Silence{fault, last_}] {
        // Who hears this may end this object.
        const auto tell = std::move(listener_.silent);
        tell(silence);
    });
}

void WorkerEar::readLog() {
    std::array<char, 8192> block{};
    const auto size = read(output_.get(), block.data(), block.size());
    if (size > 0)
        logRests_ = !logBytes_.takeMany(static_cast<double>(size));
    if (size > 0)
        log_.take({block.data(), static_cast<std::size_t>(size)});
    else if (size == 0 || errno != EAGAIN)
        output_ = worker::Descriptor(); // nobody writes any more
}

std::string WorkerEar::hearAll(bool& more) {
    for (;;) {
        const auto received = channel_->receive();
        switch (received.what) {
        case worker::Channel::Got::Nothing:
            return {};
        case worker::Channel::Got::Gone:
            more = false;
            return {};
        case worker::Channel::Got::TooLong:
            return "sent a message that is too long";
        case worker::Channel::Got::Message:
            break;
        }
        if (!messages_.take())
            return "sent more messages than a camera has";
        auto fault = hear(received.message);
        if (!fault.empty())
            return fault;
        if (last_) { // nothing follows
            more = false;
            return {};
        }
    }
}

std::string WorkerEar::hear(std::span<const std::uint8_t> bytes) {
    const auto message = worker::readFromWorker(bytes);
    if (!message)
        return "sent " + message.error().message;
    return std::visit([this](const auto& each) { return hear(each); }, message.value());
}

std::string WorkerEar::hear(const worker::Format& format) {
    listener_.format(format);
    return {};
}

std::string WorkerEar::hear(const worker::Frame& frame) {
    if (!bytes_.takeMany(frame.bytes))
        return "sent more bytes than a camera has";
    std::string fault;
    {
        const auto loan = ledger_->take(frame);
        fault = loan ? listener_.frame(frame, loan.value()) : loan.error().message;
    }
    returns_->tell(); // what found no room before
    if (!fault.empty())
        return "sent " + fault;
    framed_.store(true, std::memory_order_relaxed);
    return {};
}

std::string WorkerEar::hear(const worker::Failed& failed) {
    last_ = Ending{failed.reason, false};
    return {};
}

std::string WorkerEar::hear(const worker::Unfit& unfit) {
    last_ = Ending{unfit.reason, true};
    return {};
}

std::string WorkerEar::hear(const worker::Beat& /*nothing*/) {
    beats_.fetch_add(1, std::memory_order_relaxed);
    return {};
}

std::string WorkerEar::hear(const worker::Drawing& drawing) {
    if (drawingsAsked_.load() == 0)
        return "sent a drawing that nobody has asked for";
    drawingsAsked_.fetch_sub(1);
    auto text = ledger_->take(drawing);
    returns_->tell();
    if (!text)
        return "sent " + text.error().message;
    util::post(token_.weak(), [this, number = drawing.number, graph = std::move(text).value()] {
        listener_.drawing(number, graph);
    });
    return {};
}

} // namespace vitrine::camera
