// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Graphs.hpp"

#include "http/Reply.hpp"

#include <chrono>
#include <utility>

namespace vitrine::http {
namespace {

using namespace std::chrono_literals;

// Drawing takes milliseconds; what Graphviz may take is its own matter.
constexpr auto kPatience = 3s;
constexpr std::chrono::seconds kRetry{5};

void fillFailure(SoupServerMessage* message, const util::Error& error) {
    if (error.code == "missing")
        problem(message, SOUP_STATUS_NOT_IMPLEMENTED, error.message);
    else
        problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE, error.message, kRetry);
}

} // namespace

// Nobody is left to answer: the server goes first.
Graphs::~Graphs() = default;

void Graphs::reply(SoupServerMessage* message, gst::Ref<GstElement> pipeline, Form form) {
    reply(
        message,
        [this, &pipeline](auto done) {
            return drawings_.draw(std::move(pipeline), std::move(done));
        },
        form);
}

void Graphs::reply(SoupServerMessage* message, const Drawer& drawer, Form form) {
    const auto number = ++last_;
    // Somebody else may live longer than this.
    if (!drawer([this, number, token = token_.weak()](const std::string& dot) {
            if (!token.expired())
                onDot(number, dot);
        }))
        return problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE,
                       "other graphs are being drawn, or cannot be", kRetry);
    auto& pending =
        *pending_.emplace(number, std::make_unique<Pending>(message, form)).first->second;
    pending.deadline.once(kPatience, [this, number] {
        finish(number, [](SoupServerMessage* late) {
            problem(late, SOUP_STATUS_SERVICE_UNAVAILABLE,
                    "it cannot be drawn: something in it hangs", kRetry);
        });
    });
}

void Graphs::onDot(std::uint64_t number, const std::string& dot) {
    const auto found = pending_.find(number);
    if (found == pending_.end())
        return;
    found->second->deadline.stop();
    if (found->second->form == Form::Dot)
        return finish(number, [&dot](SoupServerMessage* message) {
            http::reply(message, SOUP_STATUS_OK, "text/vnd.graphviz; charset=utf-8", dot);
        });
    graphviz_.draw(dot, [this, number](const util::Result<std::string>& svg) {
        finish(number, [&svg](SoupServerMessage* message) {
            if (svg)
                http::reply(message, SOUP_STATUS_OK, "image/svg+xml", svg.value());
            else
                fillFailure(message, svg.error());
        });
    });
}

void Graphs::finish(std::uint64_t number, const std::function<void(SoupServerMessage*)>& fill) {
    const auto found = pending_.find(number);
    if (found == pending_.end())
        return;
    found->second->answer.answer(fill);
    // Posted: a timer must not end within its own call.
    util::post(token_.weak(), [this, number] { pending_.erase(number); });
}

} // namespace vitrine::http
