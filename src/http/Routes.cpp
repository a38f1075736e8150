// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Routes.hpp"

#include "http/HostCheck.hpp"
#include "http/Reply.hpp"
#include "http/RequestStory.hpp"
#include "http/Upgrade.hpp"
#include "util/Log.hpp"

#include <optional>
#include <string>

namespace vitrine::http {
namespace {

constexpr std::string_view kCameras = "/cameras/";
constexpr std::string_view kSocketSuffix = "/ws";
constexpr std::string_view kAssets = "/assets/";
constexpr std::string_view kBlocked = "blocked"; // the query of who asks why it does not open
constexpr const char* kReadOnly = "GET, HEAD";

// The camera of /cameras/{id}/ws.
std::optional<std::string_view> socketCamera(std::string_view path) {
    if (!path.starts_with(kCameras) || !path.ends_with(kSocketSuffix))
        return std::nullopt;
    path.remove_prefix(kCameras.size());
    if (path.size() < kSocketSuffix.size())
        return std::nullopt;
    path.remove_suffix(kSocketSuffix.size());
    return path;
}

bool isRead(SoupServerMessage* message) {
    const std::string_view method = soup_server_message_get_method(message);
    return method == "GET" || method == "HEAD";
}

const char* header(SoupServerMessage* message, const char* name) {
    return soup_message_headers_get_one(soup_server_message_get_request_headers(message), name);
}

std::string_view queryOf(SoupServerMessage* message) {
    const auto* query = g_uri_get_query(soup_server_message_get_uri(message));
    return query ? query : "";
}

bool wantsPage(SoupServerMessage* message) {
    const auto* accept = header(message, "Accept");
    return accept && std::string_view(accept).find("text/html") != std::string_view::npos;
}

constexpr std::chrono::seconds kForbiddenCheck{5};

} // namespace

Routes::Routes(fanout::Feeds& feeds, const viewer::Registry& viewers,
               signalling::Sessions& sessions, const publish::Outlets& outlets,
               recording::Stills& stills, const recording::Recordings& recordings,
               const metrics::Registry& metrics, gst::DebugLog& debugLog, access::Doorman& doorman,
               Reload reload, AllowedOrigins origins, bool tls)
    : feeds_(feeds)
    , sessions_(sessions)
    , outlets_(outlets)
    , gate_(doorman, tls)
    , api_(
          feeds, viewers, sessions, {outlets, recordings}, metrics, debugLog, gate_,
          [this] { endForbidden(); }, std::move(reload))
    , origins_(std::move(origins))
    , entrance_(viewers, sessions, outlets, origins_)
    , whep_(feeds, sessions, gate_, entrance_, origins_)
    , snapshot_(feeds, stills, gate_) {
    forbiddenCheck_.every(kForbiddenCheck, [this] { endForbidden(); });
}

void Routes::endForbidden() {
    if (gate_.doorman().isOpen())
        return;
    for (const auto& viewer : sessions_.viewers())
        if (!gate_.doorman().stillMayWatch(viewer.identity.pass, viewer.camera))
            sessions_.kick(viewer.id, "you may not watch this camera any more");
}

void Routes::mount(SoupServer* server) {
    tellRequests(server);
    soup_server_add_handler(
        server, nullptr,
        [](SoupServer*, SoupServerMessage* message, const char* path, GHashTable*, gpointer self) {
            static_cast<Routes*>(self)->answer(message, path);
        },
        this, nullptr);
    soup_server_add_early_handler(
        server, "/cameras",
        [](SoupServer*, SoupServerMessage* message, const char* path, GHashTable*, gpointer self) {
            static_cast<Routes*>(self)->refuseBadUpgrade(message, path);
        },
        this, nullptr);
    soup_server_add_handler(
        server, "/cameras",
        [](SoupServer*, SoupServerMessage* message, const char* path, GHashTable*, gpointer self) {
            static_cast<Routes*>(self)->answer(message, path);
        },
        this, nullptr);
}

void Routes::answer(SoupServerMessage* message, std::string_view path) {
    if (soup_server_message_get_status(message) != 0 || refusesName(message))
        return;
    if (const auto camera = socketCamera(path)) {
        if (hearsOfBlockedSocket(message, *camera))
            return;
        return upgrade(message, [this, wanted = std::string(path), seenAt = remoteHost(message),
                                 query = std::string(queryOf(message)),
                                 rights = gate_.rightsOf(message, *camera)](const auto& socket) {
            openSocket(socket.get(), wanted, seenAt, query, rights);
        });
    }
    if (whep_.answer(message, path) || api_.answer(message, path))
        return;
    if (!isRead(message))
        return methodNotAllowed(message, kReadOnly);
    if (snapshot_.answer(message, path))
        return;
    if (path == "/")
        return page_.reply(message, SOUP_STATUS_OK);
    if (path.starts_with(kCameras))
        return answerCamera(message, path.substr(kCameras.size()));
    if (path.starts_with(kAssets))
        return page_.replyAsset(message, path.substr(kAssets.size()));
    problem(message, SOUP_STATUS_NOT_FOUND, "there is nothing at this path");
}

// With users no browser brings anybody's rights along to a name that is not ours.
bool Routes::refusesName(SoupServerMessage* message) const {
    return gate_.doorman().isOpen() && refusesHost(message, origins_);
}

void Routes::answerCamera(SoupServerMessage* message, std::string_view rest) {
    const auto rights = gate_.rightsOf(message, rest);
    const bool mayWatch = rights.mayWatch(rest);
    if (mayWatch && gate_.takesLink(message, rest))
        return;
    if (mayWatch && feeds_.find(rest)) {
        if (entrance_.sendsElsewhere(message, rest))
            return;
        return page_.reply(message, SOUP_STATUS_OK);
    }
    if (wantsPage(message)) // which says it to a person, or has them sign in
        return page_.reply(message,
                           rights.any() ? SOUP_STATUS_NOT_FOUND : SOUP_STATUS_UNAUTHORIZED);
    if (!gate_.refusesWatching(message, rest))
        Gate::noSuchCamera(message);
}

// A page whose socket does not open, though this request comes through, asks for the reason.
bool Routes::hearsOfBlockedSocket(SoupServerMessage* message, std::string_view camera) {
    if (queryOf(message) != kBlocked || header(message, "Upgrade"))
        return false;
    const auto trouble = signalling::describe(signalling::Cause::WebSocketBlocked);
    problem(message, SOUP_STATUS_BAD_REQUEST, trouble);
    if (blockedTold_.happened())
        util::log::info(util::log::About("http").camera(camera), camera, ": a viewer at ",
                        remoteHost(message), " came to no picture: ", trouble.sentence,
                        " Change: ", trouble.setting, " (ours: none; theirs: none)");
    return true;
}

void Routes::refuseBadUpgrade(SoupServerMessage* message, std::string_view path) {
    const auto camera = socketCamera(path);
    if (!camera)
        return;
    if (refusesName(message) || gate_.refusesWatching(message, *camera))
        return;
    if (!feeds_.find(*camera))
        Gate::noSuchCamera(message);
    else if (!entrance_.refusesPage(message) && !sessions_.knows(*camera, queryOf(message)) &&
             !outlets_.elsewhere(*camera)) // a browser's socket follows no redirect: it opens first
        entrance_.refusesViewer(message, *camera); // who is known is nobody new
}

void Routes::openSocket(SoupWebsocketConnection* socket, std::string_view path,
                        const std::string& seenAt, std::string_view query,
                        const access::Rights& rights) {
    const auto camera = socketCamera(path);
    if (auto* feed = camera ? feeds_.find(*camera) : nullptr)
        sessions_.accept(socket, seenAt, *feed, query, {rights.holder(), rights.who()});
}

} // namespace vitrine::http
