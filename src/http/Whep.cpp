// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Whep.hpp"

#include "http/Body.hpp"
#include "http/HeaderValue.hpp"
#include "http/Postponed.hpp"
#include "http/Reply.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::http {
namespace {

constexpr std::string_view kCameras = "/cameras/";
constexpr std::string_view kEndpoint = "/whep";
constexpr const char* kSdp = "application/sdp";
constexpr const char* kFragment = "application/trickle-ice-sdpfrag";
constexpr const char* kEndpointMethods = "GET, HEAD, OPTIONS, POST";
constexpr const char* kSessionMethods = "DELETE, GET, HEAD, OPTIONS, PATCH";
constexpr std::chrono::seconds kRetry{2};

using Created = signalling::WhepSession::Created;

/// What a path of WHEP names.
struct Place {
    std::string_view camera;
    std::string_view key; // empty at the endpoint
};

// /cameras/{id}/whep and /cameras/{id}/whep/{key}.
std::optional<Place> placeOf(std::string_view path) {
    if (!path.starts_with(kCameras))
        return std::nullopt;
    path.remove_prefix(kCameras.size());
    const auto camera = path.substr(0, path.find('/'));
    path.remove_prefix(camera.size());
    if (!path.starts_with(kEndpoint))
        return std::nullopt;
    path.remove_prefix(kEndpoint.size());
    if (path.empty())
        return Place{camera, {}};
    if (path.size() == 1 || path.front() != '/')
        return std::nullopt;
    return Place{camera, path.substr(1)};
}

SoupMessageHeaders* requestHeaders(SoupServerMessage* message) {
    return soup_server_message_get_request_headers(message);
}

void addHeader(SoupServerMessage* message, const char* name, const std::string& value) {
    soup_message_headers_append(soup_server_message_get_response_headers(message), name,
                                value.c_str());
}

std::string_view methodOf(SoupServerMessage* message) {
    return soup_server_message_get_method(message);
}

bool isRead(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

bool hasType(SoupServerMessage* message, const char* type) {
    const auto* given = soup_message_headers_get_content_type(requestHeaders(message), nullptr);
    return given && g_ascii_strcasecmp(given, type) == 0;
}

// Whether the client takes an answer as SDP: it does unless it says otherwise.
bool takesSdp(SoupServerMessage* message) {
    const auto* accept = soup_message_headers_get_list(requestHeaders(message), "Accept");
    return !accept || acceptsType(accept, kSdp);
}

unsigned statusFor(const util::Error& error) {
    struct Meaning {
        std::string_view code;
        unsigned status;
    };
    constexpr std::array<Meaning, 8> meanings{{
        {"bad-sdp", SOUP_STATUS_BAD_REQUEST},
        {"bad-candidate", SOUP_STATUS_BAD_REQUEST},
        {"cannot-play", SOUP_STATUS_UNPROCESSABLE_ENTITY},
        {"restart", SOUP_STATUS_UNPROCESSABLE_ENTITY},
        {"kicked", SOUP_STATUS_FORBIDDEN},
        {"away", SOUP_STATUS_CONFLICT},
        {"full", SOUP_STATUS_SERVICE_UNAVAILABLE},
        {"too-many-messages", kTooManyRequests},
    }};
    for (const auto& each : meanings)
        if (each.code == error.code)
            return each.status;
    return SOUP_STATUS_INTERNAL_SERVER_ERROR;
}

void refuse(SoupServerMessage* message, const util::Error& error) {
    const auto status = statusFor(error);
    if (status == SOUP_STATUS_CONFLICT || status == SOUP_STATUS_SERVICE_UNAVAILABLE ||
        status == kTooManyRequests)
        problem(message, status, error.message, kRetry);
    else
        problem(message, status, error.message);
}

void wrongType(SoupServerMessage* message, const char* right, const char* header) {
    problem(message, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
            std::string("the Content-Type must be ") + right);
    addHeader(message, header, right);
}

// What browsers ask before a page's request, and what is there for anybody who asks.
void answerOptions(SoupServerMessage* message, const char* methods) {
    replyEmpty(message, SOUP_STATUS_OK);
    addHeader(message, "Allow", methods);
    addHeader(message, "Accept-Post", kSdp);
    addHeader(message, "Access-Control-Allow-Methods", methods);
    addHeader(message, "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
    addHeader(message, "Access-Control-Max-Age", "86400");
}

void replyCreated(SoupServerMessage* message, const std::string& camera, const Created& created) {
    reply(message, SOUP_STATUS_CREATED, kSdp, created.answer);
    addHeader(message, "Location",
              std::string(kCameras) + camera + std::string(kEndpoint) + '/' + created.key);
    addHeader(message, "ETag", '"' + created.tag + '"');
    addHeader(message, "Accept-Patch", kFragment);
    for (const auto& link : created.links)
        addHeader(message, "Link", link);
}

// Whether an If-Match is there that is not for this ICE session.
bool isForAnother(SoupServerMessage* message, const std::string& tag) {
    const auto* match = soup_message_headers_get_list(requestHeaders(message), "If-Match");
    return match && !matchesTag(match, tag);
}

void patch(SoupServerMessage* message, signalling::WhepSession& session) {
    if (!hasType(message, kFragment))
        return wrongType(message, kFragment, "Accept-Patch");
    if (isForAnother(message, session.tag()))
        return problem(message, SOUP_STATUS_PRECONDITION_FAILED,
                       "If-Match does not have the ETag that the session was created with");
    const auto error = session.trickle(bodyOf(message));
    if (!error.code.empty())
        return refuse(message, error);
    replyEmpty(message, SOUP_STATUS_NO_CONTENT);
}

} // namespace

bool Whep::answer(SoupServerMessage* message, std::string_view path) const {
    const auto place = placeOf(path);
    if (!place)
        return false;
    // What a browser asks before another site's page may ask brings nobody's rights with it. A
    // session's own path is as good as a token: nobody knows it but who was given it.
    const bool asksFirst = methodOf(message) == "OPTIONS";
    const bool endpoint = place->key.empty();
    auto* feed = feeds_.find(place->camera);
    if (asksFirst)
        answerOptions(message, endpoint ? kEndpointMethods : kSessionMethods);
    else if (endpoint && gate_.refusesWatching(message, place->camera))
        ; // answered
    else if (endpoint && !feed)
        Gate::noSuchCamera(message);
    else if (entrance_.refusesPage(message))
        return true; // which is not told why: its browser does not let it read the answer
    else if (endpoint)
        answerEndpoint(message, *feed);
    else
        answerSession(message, place->camera, place->key);
    shareAnswer(message, origins_);
    return true;
}

void Whep::answerEndpoint(SoupServerMessage* message, fanout::Feed& feed) const {
    if (methodOf(message) == "POST")
        return post(message, feed);
    if (!isRead(methodOf(message)))
        return methodNotAllowed(message, kEndpointMethods);
    // There is nothing to see; the type tells players what this is.
    reply(message, SOUP_STATUS_OK, kSdp, "");
    addHeader(message, "Accept-Post", kSdp);
}

void Whep::post(SoupServerMessage* message, fanout::Feed& feed) const {
    if (!hasType(message, kSdp))
        return wrongType(message, kSdp, "Accept-Post");
    if (!takesSdp(message))
        return problem(message, SOUP_STATUS_NOT_ACCEPTABLE,
                       "the answer is application/sdp, which the request's Accept leaves out");
    if (entrance_.sendsElsewhere(message, feed.settings().id) ||
        entrance_.refusesViewer(message, feed.settings().id))
        return;
    auto offer = signalling::readOffer(bodyOf(message));
    if (!offer)
        return refuse(message, offer.error());
    const auto rights = gate_.rightsOf(message, feed.settings().id);
    sessions_.offer(std::move(offer).value(), remoteHost(message), feed,
                    [later = std::make_shared<Postponed>(message), camera = feed.settings().id,
                     this](const util::Result<Created>& created) {
                        later->answer([&](SoupServerMessage* waiting) {
                            if (created)
                                replyCreated(waiting, camera, created.value());
                            else
                                refuse(waiting, created.error());
                            shareAnswer(waiting, origins_);
                        });
                    },
                    {rights.holder(), rights.who()});
}

void Whep::answerSession(SoupServerMessage* message, std::string_view camera,
                         std::string_view key) const {
    auto* session = sessions_.findWhep(camera, key);
    if (!session)
        return problem(message, SOUP_STATUS_NOT_FOUND, "there is no such session, or no more");
    if (methodOf(message) == "PATCH")
        return patch(message, *session);
    if (methodOf(message) == "DELETE") {
        session->remove();
        return replyEmpty(message, SOUP_STATUS_OK);
    }
    if (!isRead(methodOf(message)))
        return methodNotAllowed(message, kSessionMethods);
    replyEmpty(message, SOUP_STATUS_OK);
}

} // namespace vitrine::http
