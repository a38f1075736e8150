// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/Registry.hpp"

#include <algorithm>

namespace vitrine::viewer {
namespace {

// A burst of leaves is nothing unusual where few viewers are allowed.
constexpr unsigned kLeastEnding = 16;

} // namespace

Registry::Ticket::Ticket(Registry& registry, std::string camera)
    : registry_(registry)
    , camera_(std::move(camera))
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
    if (residentMiB_() > limits_.memory)
        return full("memory", limits_.memory);
    // Whoever comes and goes faster than pipelines end must not pile them up.
    if (ending_() >= std::max(2 * limits_.viewers, kLeastEnding))
        return util::Error{"full", "too many viewers are still leaving ([limits] viewers = " +
                                       std::to_string(limits_.viewers) + ")"};
    return std::nullopt;
}

util::Result<std::unique_ptr<Registry::Ticket>> Registry::admit(const std::string& camera) {
    if (auto refused = refusal(camera))
        return *std::move(refused);
    return std::make_unique<Ticket>(*this, camera);
}

std::size_t Registry::viewersOf(std::string_view camera) const noexcept {
    return static_cast<std::size_t>(
        std::count_if(tickets_.begin(), tickets_.end(),
                      [camera](const Ticket* ticket) { return ticket->camera() == camera; }));
}

} // namespace vitrine::viewer
