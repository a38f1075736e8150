// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/netsim/Relay.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <system_error>

namespace vitrine::netsim {

namespace {

constexpr std::size_t kMtu = 1500;
constexpr unsigned kIpVersion = 4;
/// Of one direction under way: far above what a test sends, and a bound.
constexpr std::size_t kMostPackets = 50'000;

/// How long ppoll may wait for the next arrival.
timespec waitFor(Clock::time_point now, Clock::time_point arrival) {
    const auto wait = std::max(Clock::duration::zero(), arrival - now);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
    return {seconds.count(), (wait - seconds).count()};
}

} // namespace

Relay::Relay(FileDescriptor nearTun, FileDescriptor farTun, const Options& options)
    : nearTun_(std::move(nearTun))
    , farTun_(std::move(farTun))
    , toFar_{nearTun_.get(), farTun_.get(), Link(options.seed), {}}
    , toNear_{farTun_.get(), nearTun_.get(), Link(~options.seed), {}} {
    apply(options.conditions);
}

void Relay::apply(const Conditioning& conditions) {
    conditions_ = conditions;
    toFar_.link.setConditions(conditions.toFar);
    toNear_.link.setConditions(conditions.toNear);
}

void Relay::Path::take(Clock::time_point now, Firewall& firewall, Udp rule) {
    std::array<std::uint8_t, kMtu> buffer{};
    for (;;) {
        const auto size = read(from, buffer.data(), buffer.size());
        if (size <= 0)
            return; // empty for now
        if (buffer[0] >> 4U != kIpVersion)
            continue; // the kernel's own IPv6 chatter, which would take part in the game of chance
        const auto bytes = static_cast<std::size_t>(size);
        if (!firewall.passes(std::span(buffer).first(bytes), rule))
            continue;
        const auto arrival = link.admit(now, bytes);
        if (arrival && queue.size() < kMostPackets)
            queue.push(*arrival, Packet(buffer.data(), buffer.data() + bytes));
    }
}

void Relay::Path::deliver(Clock::time_point now) {
    while (const auto packet = queue.pop(now)) {
        // A device that takes no more loses it, as any would.
        [[maybe_unused]] const auto written = write(to, packet->data(), packet->size());
    }
}

void Relay::run(int stop, int commands) {
    for (;;) {
        std::array<pollfd, 4> watched{{
            {nearTun_.get(), POLLIN, 0},
            {farTun_.get(), POLLIN, 0},
            {stop, POLLIN, 0},
            {commands, POLLIN, 0}, // ppoll passes over a descriptor below 0
        }};
        auto next = toFar_.queue.next();
        if (const auto other = toNear_.queue.next(); other && (!next || *other < *next))
            next = other;
        const auto wait = next ? waitFor(Clock::now(), *next) : timespec{};
        if (ppoll(watched.data(), watched.size(), next ? &wait : nullptr, nullptr) < 0) {
            if (errno == EINTR)
                continue;
            throw std::system_error(errno, std::generic_category(), "ppoll");
        }
        const auto now = Clock::now();
        toFar_.take(now, firewall_, conditions_.toFar.udp);
        toNear_.take(now, firewall_, conditions_.toNear.udp);
        toFar_.deliver(now);
        toNear_.deliver(now);
        if (watched[2].revents != 0 || (watched[3].revents != 0 && !readCommands(commands)))
            return;
    }
}

bool Relay::readCommands(int commands) {
    std::array<char, 512> buffer{};
    const auto size = read(commands, buffer.data(), buffer.size());
    if (size <= 0)
        return size < 0 && errno == EINTR;
    typed_.append(buffer.data(), static_cast<std::size_t>(size));
    for (auto end = typed_.find('\n'); end != std::string::npos; end = typed_.find('\n')) {
        std::cout << answer(typed_.substr(0, end)) << std::endl; // who asked waits for it
        typed_.erase(0, end + 1);
    }
    return true;
}

std::string Relay::answer(const std::string& command) {
    if (command == "stats")
        return stats();
    const auto changed = applyCommand(conditions_, command);
    if (!changed)
        return "error: " + changed.error().message;
    apply(changed.value());
    return "ok";
}

std::string Relay::stats() const {
    const auto one = [](const Path& path) {
        const auto& counts = path.link.counts();
        return "{\"passed\":" + std::to_string(counts.passed) +
               ",\"lost\":" + std::to_string(counts.lost) +
               ",\"overflow\":" + std::to_string(counts.overflow) + "}";
    };
    return "{\"toFar\":" + one(toFar_) + ",\"toNear\":" + one(toNear_) + "}";
}

} // namespace vitrine::netsim
