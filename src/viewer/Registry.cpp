// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/Registry.hpp"

#include <algorithm>

namespace vitrine::viewer {
namespace {

// A burst of leaves is nothing unusual where few viewers are allowed.
constexpr unsigned kLeastEnding = 16;

// Descriptors of a viewer that connects, for cameras that start again, and how long opening takes.
constexpr std::size_t kOfViewer = 20;
constexpr std::size_t kSpare = 64;
constexpr std::chrono::seconds kOpening{2};

} // namespace

Registry::Ticket::Ticket(Registry& registry, std::string camera, Identity identity)
    : registry_(registry)
    , camera_(std::move(camera))
    , identity_(std::move(identity))
    , id_(++registry.lastId_)
    , place_(registry.tickets_.insert(registry.tickets_.end(), this)) {}

Registry::Ticket::~Ticket() {
    registry_.tickets_.erase(place_);
}

std::optional<util::Error> Registry::refusal(std::string_view camera) const {
    const auto full = [](const char* limit, unsigned value) {
        return util::Error{"full", std::string("this server shows no more viewers ([limits] ") +
                                       limit + " = " + std::to_string(value) + ")"};
    };
    if (viewers() >= limits_.viewers)
        return full("viewers", limits_.viewers);
    if (viewersOf(camera) >= limits_.viewersPerCamera)
        return full("viewers-per-camera", limits_.viewersPerCamera);
    if (gauges_.residentMiB() > limits_.memory)
        return full("memory", limits_.memory);
    // Whoever comes and goes faster than pipelines end must not pile them up.
    if (gauges_.ending() >= std::max(2 * limits_.viewers, kLeastEnding))
        return util::Error{"full", "too many viewers are still leaving ([limits] viewers = " +
                                       std::to_string(limits_.viewers) + ")"};
    if (descriptorsRunOut())
        return util::Error{"full", "this process may open hardly any more files (LimitNOFILE)"};
    return std::nullopt;
}

// Without them GLib and libnice abort. Whoever has just come is still about to take theirs.
bool Registry::descriptorsRunOut() const {
    const auto now = util::Clock::now();
    const auto opening = static_cast<std::size_t>(
        std::count_if(tickets_.begin(), tickets_.end(),
                      [&](const Ticket* ticket) { return now - ticket->came_ < kOpening; }));
    return gauges_.descriptorsLeft() < kSpare + (opening + 1) * kOfViewer;
}

util::Result<std::unique_ptr<Registry::Ticket>> Registry::admit(const std::string& camera,
                                                                Identity identity) {
    if (auto refused = refusal(camera))
        return *std::move(refused);
    return std::make_unique<Ticket>(*this, camera, std::move(identity));
}

std::size_t Registry::viewersOf(std::string_view camera) const noexcept {
    return static_cast<std::size_t>(
        std::count_if(tickets_.begin(), tickets_.end(),
                      [camera](const Ticket* ticket) { return ticket->camera() == camera; }));
}

} // namespace vitrine::viewer
