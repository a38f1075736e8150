// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Snapshot.hpp"

#include "http/Postponed.hpp"
#include "http/Reply.hpp"
#include "http/RoutePath.hpp"
#include "util/Text.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace vitrine::http {
namespace {

constexpr std::string_view kPath = "/cameras/{id}/snapshot.jpg";
constexpr std::chrono::seconds kRetry{2};

std::string whyNot(const camera::State& state) {
    switch (state.phase) {
    case camera::Phase::Live:
        return {};
    case camera::Phase::Offline:
        return "the camera is offline: " + state.reason;
    case camera::Phase::Starting:
        return "the camera is starting";
    case camera::Phase::Idle:
    case camera::Phase::Stopping:
        break;
    }
    return "the camera runs only while somebody watches, and nobody does";
}

// RFC 9110, section 13.1.2.
bool isKnown(SoupServerMessage* message, const std::string& tag) {
    const auto* match = soup_message_headers_get_list(
        soup_server_message_get_request_headers(message), "If-None-Match");
    if (!match)
        return false;
    for (const auto& each : util::split(match, ','))
        if (each == "*" || each == tag || each == "W/" + tag)
            return true;
    return false;
}

// RFC 9110, section 5.6.7.
std::string httpDate(std::chrono::system_clock::time_point when) {
    const gst::Unique<GDateTime, g_date_time_unref> time(
        g_date_time_new_from_unix_utc(std::chrono::system_clock::to_time_t(when)));
    const gst::CharPtr text(soup_date_time_to_string(time.get(), SOUP_DATE_HTTP));
    return text.get();
}

void send(SoupServerMessage* message, const recording::Still& still) {
    const auto tag = '"' + still.tag + '"';
    if (isKnown(message, tag))
        replyEmpty(message, SOUP_STATUS_NOT_MODIFIED);
    else
        reply(message, SOUP_STATUS_OK, "image/jpeg", still.jpeg);
    auto* headers = soup_server_message_get_response_headers(message);
    soup_message_headers_replace(headers, "ETag", tag.c_str());
    soup_message_headers_replace(headers, "Last-Modified", httpDate(still.captured).c_str());
    // For whom it was made alone, and as long as everybody gets the same.
    const auto fresh = "private, max-age=" + std::to_string(recording::Stills::kFresh.count());
    soup_message_headers_replace(headers, "Cache-Control", fresh.c_str());
}

} // namespace

bool Snapshot::answer(SoupServerMessage* message, std::string_view path) const {
    const auto camera = matchPath(kPath, path);
    if (!camera)
        return false;
    if (gate_.refusesWatching(message, *camera))
        return true;
    const auto* feed = feeds_.find(*camera);
    if (!feed) {
        Gate::noSuchCamera(message);
        return true;
    }
    // An old picture would say that all is well.
    if (const auto reason = whyNot(feed->camera().state()); !reason.empty()) {
        problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE, reason, kRetry);
        return true;
    }
    stills_.get(*feed, [later = std::make_shared<Postponed>(message)](const auto& still) {
        later->answer([&](SoupServerMessage* waiting) {
            if (still)
                send(waiting, *still.value());
            else
                problem(waiting, SOUP_STATUS_SERVICE_UNAVAILABLE, still.error().message, kRetry);
        });
    });
    return true;
}

} // namespace vitrine::http
