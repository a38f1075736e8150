// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/Readiness.hpp"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace vitrine::util {
namespace {

constexpr std::uint64_t kStop = 0;

int must(int result, const char* what) {
    if (result < 0)
        throw std::system_error(errno, std::generic_category(), what);
    return result;
}

} // namespace

Readiness::Watch::~Watch() {
    if (readiness_)
        readiness_->end(id_);
}

Readiness::Readiness(const std::string& name)
    : epoll_(must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1"))
    , stop_(must(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
    epoll_event event{EPOLLIN, {.u64 = kStop}};
    must(epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_, &event), "epoll_ctl");
    thread_ = std::thread([this] { run(); });
    pthread_setname_np(thread_.native_handle(), name.substr(0, 15).c_str());
}

Readiness::~Readiness() {
    eventfd_write(stop_, 1);
    thread_.join();
    ::close(stop_);
    ::close(epoll_);
}

Readiness::RoomWatch::RoomWatch(Readiness& readiness, int descriptor, Handler handler)
    : readiness_(readiness)
    , descriptor_(descriptor)
    , id_(readiness.add(std::move(handler))) {
    // Nothing is reported yet: whoever writes without waiting would be told after each packet.
    epoll_event event{EPOLLONESHOT, {.u64 = id_}};
    if (epoll_ctl(readiness_.epoll_, EPOLL_CTL_ADD, descriptor_, &event) == 0)
        return;
    readiness_.end(id_);
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

Readiness::RoomWatch::~RoomWatch() {
    // The descriptor may be a duplicate: closing it would not end this.
    epoll_ctl(readiness_.epoll_, EPOLL_CTL_DEL, descriptor_, nullptr);
    readiness_.end(id_);
}

void Readiness::RoomWatch::await() {
    epoll_event event{EPOLLOUT | EPOLLONESHOT, {.u64 = id_}};
    must(epoll_ctl(readiness_.epoll_, EPOLL_CTL_MOD, descriptor_, &event), "epoll_ctl");
}

std::uint64_t Readiness::add(Handler handler) {
    const std::lock_guard lock(mutex_);
    handlers_.emplace(++lastId_, std::make_shared<const Handler>(std::move(handler)));
    return lastId_;
}

Readiness::Watch Readiness::watch(int descriptor, Handler handler) {
    const auto id = add(std::move(handler));
    Watch watch(*this, id);
    // On the edge: what is closed at the other end would be "readable" for ever.
    epoll_event event{EPOLLIN | EPOLLET, {.u64 = id}};
    must(epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
    return watch;
}

void Readiness::end(std::uint64_t id) {
    std::shared_ptr<const Handler> last; // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    const auto found = handlers_.find(id);
    last = std::move(found->second);
    handlers_.erase(found);
}

std::shared_ptr<const Readiness::Handler> Readiness::find(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = handlers_.find(id);
    return found == handlers_.end() ? nullptr : found->second;
}

void Readiness::run() {
    std::array<epoll_event, 64> events{};
    for (;;) {
        // Who has more to do takes turns with everybody else.
        const auto unfinished = std::exchange(unfinished_, {});
        const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                     unfinished.empty() ? -1 : 0);
        for (int i = 0; i < count; ++i) {
            const auto id = events[static_cast<std::size_t>(i)].data.u64;
            if (id == kStop)
                return;
            call(id);
        }
        for (const auto id : unfinished)
            call(id);
    }
}

void Readiness::call(std::uint64_t id) {
    const auto handler = find(id);
    if (handler && (*handler)() && std::ranges::find(unfinished_, id) == unfinished_.end())
        unfinished_.push_back(id);
}

} // namespace vitrine::util
