// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/WorkerLink.hpp"

#include "gst/Drawings.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <system_error>
#include <utility>

namespace vitrine::camera {
namespace {

using namespace std::chrono_literals;

// Runs what runs now, also when a newer one has been installed meanwhile: both ends of the channel
// are always of one version.
constexpr const char* kThisProgram = "/proc/self/exe";
// How long the end of a process may come behind the end of what it says, or before it.
constexpr auto kBetween = 1s;
constexpr int kRest = 100; // ms
// A source says goodbye within moments; the daemon's own end waits for that, and no longer.
constexpr auto kGoodbye = 2s;

// Neither end ever waits: what finds no room in it is lost to the log, not the camera its time.
std::pair<worker::Descriptor, worker::Descriptor> makePipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe2");
    return {worker::Descriptor(ends[0]), worker::Descriptor(ends[1])};
}

} // namespace

struct WorkerLink::Returns {
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

struct WorkerLink::Given {
    std::pair<worker::Channel, worker::Channel> ends = worker::Channel::pair();
    worker::Descriptor memory = worker::SharedMemory::make();
    std::pair<worker::Descriptor, worker::Descriptor> output = makePipe();
};

WorkerLink::WorkerLink(const config::Camera& camera, bool transcode, Workers& workers,
                       Listener listener)
    : WorkerLink(camera, workers, std::move(listener), Given()) {
    tell(workers.debug());
    tell(worker::Configure{camera, transcode});
}

WorkerLink::WorkerLink(const config::Camera& camera, Workers& workers, Listener listener,
                       Given given)
    : id_(camera.id)
    , listener_(std::move(listener))
    , channel_(std::make_shared<worker::Channel>(std::move(given.ends.first)))
    , returns_(std::make_shared<Returns>(channel_))
    , ledger_(std::make_shared<worker::SlotLedger>(
          worker::SharedMemory(given.memory.get(), worker::SharedMemory::Access::Read),
          [returns = std::weak_ptr(returns_)] {
              if (const auto there = returns.lock())
                  there->tell();
          }))
    , output_(std::move(given.output.first))
    , log_(camera.id)
    , group_(workers.makeGroup(camera.id))
    , process_({kThisProgram,
                {"vitrine", "--camera-worker", camera.id},
                worker::cleanEnvironment(),
                {given.ends.second.descriptor(), given.memory.get()},
                given.output.second.get(),
                group_ ? group_->entrance() : -1},
               [this](const std::string& how) { onEnded(how); }) {
    returns_->ledger = ledger_;
    looking_.every(worker::Beat::kEvery, [this] { look(); });
    thread_ = std::thread([this] { listen(); });
    membership_.emplace(workers, [this](const auto& message) { tell(message); });
    pthread_setname_np(thread_.native_handle(), ("worker-" + id_).substr(0, 15).c_str());
}

WorkerLink::~WorkerLink() {
    stopListening();
}

void WorkerLink::limitMemory(std::uint64_t bytes) {
    mostMemory_ = bytes;
    if (group_)
        group_->limitMemory(bytes);
}

void WorkerLink::tell(const worker::ToWorker& message) const {
    channel_->send(worker::write(message));
}

std::function<void()> WorkerLink::keyFrameRequest() const {
    return [channel = channel_] {
        channel->send(worker::write(worker::ToWorker(worker::ForceKeyUnit{})));
    };
}

void WorkerLink::end(gst::Reapers& reapers, std::function<void()> gone) {
    tell(worker::Stop{});
    stopListening();
    reapers.reap(
        "the process of camera " + id_,
        [process = std::make_shared<worker::Descriptor>(process_.release()),
         group = std::move(group_), patience = killed_ ? 0s : kGoodbye]() mutable {
            worker::seeOff(*process, patience);
            group.reset();
        },
        std::move(gone));
}

void WorkerLink::stopListening() {
    listener_.over = {};
    membership_.reset();
    looking_.stop();
    patience_.stop();
    channel_->hangUp();
    if (thread_.joinable())
        thread_.join();
}

void WorkerLink::listen() {
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
    util::post(token_.weak(), [this, fault] { onSilence(fault); });
}

void WorkerLink::readLog() {
    std::array<char, 8192> block{};
    const auto size = read(output_.get(), block.data(), block.size());
    if (size > 0)
        logRests_ = !logBytes_.takeMany(static_cast<double>(size));
    if (size > 0)
        log_.take({block.data(), static_cast<std::size_t>(size)});
    else if (size == 0 || errno != EAGAIN)
        output_ = worker::Descriptor(); // nobody writes any more
}

std::string WorkerLink::hearAll(bool& more) {
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

std::string WorkerLink::hear(std::span<const std::uint8_t> bytes) {
    const auto message = worker::readFromWorker(bytes);
    if (!message)
        return "sent " + message.error().message;
    return std::visit([this](const auto& each) { return hear(each); }, message.value());
}

std::string WorkerLink::hear(const worker::Format& format) {
    listener_.format(format);
    return {};
}

std::string WorkerLink::hear(const worker::Frame& frame) {
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

std::string WorkerLink::hear(const worker::Failed& failed) {
    last_ = Ending{failed.reason, false};
    return {};
}

std::string WorkerLink::hear(const worker::Unfit& unfit) {
    last_ = Ending{unfit.reason, true};
    return {};
}

std::string WorkerLink::hear(const worker::Beat& /*nothing*/) {
    beats_.fetch_add(1, std::memory_order_relaxed);
    return {};
}

std::string WorkerLink::hear(const worker::Drawing& drawing) {
    if (graphsAsked_.load() == 0)
        return "sent a drawing that nobody has asked for";
    graphsAsked_.fetch_sub(1);
    auto text = ledger_->take(drawing);
    returns_->tell();
    if (!text)
        return "sent " + text.error().message;
    util::post(token_.weak(), [this, number = drawing.number, graph = std::move(text).value()] {
        if (const auto waits = graphs_.extract(number))
            waits.mapped()(graph);
    });
    return {};
}

void WorkerLink::draw(std::function<void(std::string)> done) {
    if (graphs_.size() >= gst::Drawings::kMost)
        graphs_.clear(); // nobody waits for them any more
    graphs_[++lastGraph_] = std::move(done);
    graphsAsked_.fetch_add(1);
    tell(worker::Draw{lastGraph_});
}

void WorkerLink::onSilence(const std::string& fault) {
    silent_ = true;
    if (!fault.empty()) {
        putDown("its own process " + fault);
    } else if (last_) {
        finish(*last_);
    } else if (howEnded_) {
        finish({causeOf(*howEnded_), false});
    } else {
        patience_.once(kBetween, [this] { putDown("its own process says nothing any more"); });
    }
}

void WorkerLink::onEnded(const std::string& how) {
    howEnded_ = how;
    if (silent_)
        finish({causeOf(how), false});
    else // whoever else has its end of the channel is not waited for
        patience_.once(kBetween, [this, how] { finish({causeOf(how), false}); });
}

std::string WorkerLink::causeOf(const std::string& how) const {
    if (group_ && group_->ranOutOfMemory() > 0)
        return "its own process ran out of memory: the kernel lets it have " +
               std::to_string(mostMemory_ >> 20U) + " MiB";
    return "its own process " + how;
}

void WorkerLink::look() {
    const auto beats = beats_.load(std::memory_order_relaxed);
    missed_ = std::exchange(seenBeats_, beats) == beats ? missed_ + 1 : 0;
    if (missed_ < kMostMissed || !framed_.load(std::memory_order_relaxed))
        return;
    putDown("its own process hangs");
}

void WorkerLink::putDown(const std::string& reason) {
    kill();
    finish({reason, false});
}

void WorkerLink::kill() {
    killed_ = true;
    process_.signal(SIGKILL);
}

void WorkerLink::finish(Ending ending) {
    looking_.stop();
    patience_.stop();
    if (const auto over = std::exchange(listener_.over, {}))
        over(std::move(ending));
}

} // namespace vitrine::camera
