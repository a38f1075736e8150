// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/WorkerLink.hpp"

#include "gst/Drawings.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
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
    , group_(workers.makeGroup(camera.id))
    , process_({kThisProgram,
                {"vitrine", "--camera-worker", camera.id},
                worker::cleanEnvironment(),
                {given.ends.second.descriptor(), given.memory.get()},
                given.output.second.get(),
                group_ ? group_->entrance() : -1},
               [this](const std::string& how) { onEnded(how); }) {
    ear_.emplace(camera.id, channel_, given.memory, std::move(given.output.first),
                 WorkerEar::Listener{listener_.format, listener_.frame,
                                     [this](auto number, auto text) {
                                         if (const auto waits = graphs_.extract(number))
                                             waits.mapped()(text);
                                     },
                                     [this](auto silence) {
                                         onSilence(std::move(silence));
                                     }});
    looking_.every(worker::Beat::kEvery, [this] { look(); });
    membership_.emplace(workers, [this](const auto& message) { tell(message); });
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
            if (group)
                group->end();
        },
        std::move(gone));
}

void WorkerLink::stopListening() {
    listener_.over = {};
    membership_.reset();
    looking_.stop();
    patience_.stop();
    ear_.reset();
}

void WorkerLink::draw(std::function<void(std::string)> done) {
    if (graphs_.size() >= gst::Drawings::kMost)
        graphs_.clear(); // nobody waits for them any more
    graphs_[++lastGraph_] = std::move(done);
    ear_->expectDrawing();
    tell(worker::Draw{lastGraph_});
}

void WorkerLink::onSilence(WorkerEar::Silence silence) {
    silent_ = true;
    if (!silence.fault.empty()) {
        putDown("its own process " + silence.fault);
    } else if (silence.last) {
        finish(std::move(*silence.last));
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
    using Want = worker::ControlGroup::Want;
    switch (group_ ? group_->want() : Want::None) {
    case Want::Here:
        return "its own process ran out of memory: the kernel lets it have " +
               std::to_string(mostMemory_ >> 20U) + " MiB";
    case Want::Beyond:
        return "its own process was ended because the service or the machine ran out of memory";
    case Want::None:
        break;
    }
    return "its own process " + how;
}

void WorkerLink::look() {
    const auto beats = ear_->beats();
    missed_ = std::exchange(seenBeats_, beats) == beats ? missed_ + 1 : 0;
    if (missed_ < kMostMissed || !ear_->framed())
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
