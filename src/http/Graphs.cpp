// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Graphs.hpp"

#include "http/Reply.hpp"

#include <chrono>
#include <utility>

namespace vitrine::http {
namespace {

using namespace std::chrono_literals;

// Drawing takes milliseconds.
constexpr auto kPatience = 3s;
constexpr std::chrono::seconds kRetry{5};

} // namespace

// Nobody is left to answer: the server goes first.
Graphs::~Graphs() = default;

void Graphs::reply(SoupServerMessage* message, gst::Ref<GstElement> pipeline) {
    const auto number = ++last_;
    if (!drawings_.draw(std::move(pipeline),
                        [this, number](const std::string& dot) { finish(number, dot); }))
        return problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE,
                       "other graphs are being drawn, or cannot be", kRetry);
    auto pending = std::make_unique<Pending>();
    pending->message = {message, gst::share};
    pending->deadline.once(kPatience, [this, number] { finish(number, {}); });
    pending_.emplace(number, std::move(pending));
    soup_server_message_pause(message);
}

void Graphs::finish(std::uint64_t number, const std::string& dot) {
    const auto found = pending_.find(number);
    if (found == pending_.end() || !found->second->message)
        return;
    const auto message = std::exchange(found->second->message, {});
    if (dot.empty())
        problem(message.get(), SOUP_STATUS_SERVICE_UNAVAILABLE,
                "it cannot be drawn: something in it hangs", kRetry);
    else
        http::reply(message.get(), SOUP_STATUS_OK, "text/vnd.graphviz; charset=utf-8", dot);
    soup_server_message_unpause(message.get());
    // Posted: a timer must not end within its own call.
    util::post(token_.weak(), [this, number] { pending_.erase(number); });
}

} // namespace vitrine::http
