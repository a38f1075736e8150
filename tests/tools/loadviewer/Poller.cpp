// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Poller.hpp"

#include <glib-unix.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace vitrine::loadviewer {

Poller::Poller(GMainContext* context)
    : prompt_(epoll_create1(EPOLL_CLOEXEC))
    , relaxed_(epoll_create1(EPOLL_CLOEXEC)) {
    if (!prompt_ || !relaxed_)
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
    source_ = g_unix_fd_source_new(prompt_.get(), G_IO_IN);
    const GUnixFDSourceFunc ready = [](int fd, GIOCondition, gpointer) -> gboolean {
        dispatch(fd);
        return G_SOURCE_CONTINUE;
    };
    g_source_set_callback(source_, G_SOURCE_FUNC(ready), nullptr, nullptr);
    g_source_attach(source_, context);
}

Poller::~Poller() {
    if (!source_)
        return;
    g_source_destroy(source_);
    g_source_unref(source_);
}

void Poller::add(int fd, Readable& readable, Manner manner) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &readable;
    const auto& set = manner == Manner::Prompt ? prompt_ : relaxed_;
    epoll_ctl(set.get(), EPOLL_CTL_ADD, fd, &event);
}

void Poller::remove(int fd) {
    epoll_ctl(prompt_.get(), EPOLL_CTL_DEL, fd, nullptr);
    epoll_ctl(relaxed_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void Poller::relax(int fd, Readable& readable) {
    epoll_ctl(prompt_.get(), EPOLL_CTL_DEL, fd, nullptr);
    add(fd, readable, Manner::Relaxed);
}

void Poller::dispatch(int epoll) {
    std::array<epoll_event, 256> events{};
    const int count = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i)
        static_cast<Readable*>(events[static_cast<std::size_t>(i)].data.ptr)->onReadable();
}

} // namespace vitrine::loadviewer
