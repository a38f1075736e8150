// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/ApiRoutes.hpp"

#include "gst/DebugThresholds.hpp"
#include "gst/LivingObjects.hpp"
#include "http/Api.hpp"
#include "http/Body.hpp"
#include "http/DebugJson.hpp"
#include "http/Entrance.hpp"
#include "http/OpenApi.hpp"
#include "http/Origin.hpp"
#include "http/Reply.hpp"
#include "http/RoutePath.hpp"
#include "metrics/PrometheusText.hpp"
#include "signalling/DebugRequest.hpp"
#include "util/Log.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace vitrine::http {
namespace {

constexpr const char* kJson = "application/json";

bool isRead(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

// Where there is no such number there is no such viewer.
std::optional<std::uint64_t> viewerNumber(std::string_view id) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    return error == std::errc() && end == id.data() + id.size() ? std::optional(number)
                                                                : std::nullopt;
}

// Also because a form of another site cannot send JSON.
bool isJson(SoupServerMessage* message) {
    const auto* type = soup_message_headers_get_content_type(
        soup_server_message_get_request_headers(message), nullptr);
    if (type && g_ascii_strcasecmp(type, kJson) == 0)
        return true;
    problem(message, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, "send application/json");
    return false;
}

void noSuchViewer(SoupServerMessage* message) {
    problem(message, SOUP_STATUS_NOT_FOUND, "there is no such viewer");
}

} // namespace

const std::vector<ApiRoutes::Route>& ApiRoutes::table() {
    static const std::vector<Route> routes{
        {{"GET", "/api/v1/cameras"}, &ApiRoutes::listCameras, For::Watcher},
        {{"GET", "/api/v1/cameras/{id}"}, &ApiRoutes::showCamera, For::Watcher},
        {{"GET", "/api/v1/cameras/{id}/graph.dot"}, &ApiRoutes::drawCamera, For::Operator},
        {{"GET", "/api/v1/cameras/{id}/graph.svg"}, &ApiRoutes::pictureCamera, For::Operator},
        {{"GET", "/api/v1/viewers"}, &ApiRoutes::listViewers, For::Operator},
        {{"GET", "/api/v1/viewers/{id}"}, &ApiRoutes::showViewer, For::Operator},
        {{"DELETE", "/api/v1/viewers/{id}"}, &ApiRoutes::kickViewer, For::Operator},
        {{"GET", "/api/v1/viewers/{id}/graph.dot"}, &ApiRoutes::drawViewer, For::Operator},
        {{"GET", "/api/v1/viewers/{id}/graph.svg"}, &ApiRoutes::pictureViewer, For::Operator},
        {{"GET", "/api/v1/session"}, &ApiRoutes::showSession, For::Everybody},
        {{"POST", "/api/v1/session"}, &ApiRoutes::signIn, For::Everybody},
        {{"DELETE", "/api/v1/session"}, &ApiRoutes::signOut, For::Everybody},
        {{"GET", "/api/v1/links"}, &ApiRoutes::listLinks, For::Operator},
        {{"POST", "/api/v1/links"}, &ApiRoutes::giveLink, For::Operator},
        {{"DELETE", "/api/v1/links/{id}"}, &ApiRoutes::takeLinkBack, For::Operator},
        {{"GET", "/api/v1/debug"}, &ApiRoutes::showDebug, For::OperatorOfAll},
        {{"PUT", "/api/v1/debug"}, &ApiRoutes::setDebug, For::OperatorOfAll},
        {{"GET", "/api/v1/debug/log"}, &ApiRoutes::showDebugLog, For::OperatorOfAll},
        {{"GET", "/api/v1/debug/objects"}, &ApiRoutes::showLiving, For::OperatorOfAll},
        {{"POST", "/api/v1/reload"}, &ApiRoutes::reload, For::OperatorOfAll},
        {{"GET", "/api/v1/openapi.json"}, &ApiRoutes::showDocument, For::Everybody},
        {{"GET", "/metrics"}, &ApiRoutes::showMetrics, For::WatcherOfAll},
        {{"GET", "/healthz"}, &ApiRoutes::showHealth, For::Everybody},
    };
    return routes;
}

std::vector<ApiRoutes::Name> ApiRoutes::all() {
    std::vector<Name> names;
    for (const auto& route : table())
        names.push_back(route.name);
    return names;
}

bool ApiRoutes::answer(SoupServerMessage* message, std::string_view path) {
    const std::string_view method = soup_server_message_get_method(message);
    std::string allowed;
    for (const auto& route : table()) {
        const auto id = matchPath(route.name.path, path);
        if (!id)
            continue;
        const bool reads = isRead(route.name.method);
        if (reads ? isRead(method) : method == route.name.method) {
            if (!reads && isForeignChange(message))
                problem(message, SOUP_STATUS_FORBIDDEN,
                        "a page of another site may not change anything here");
            else if (!refuses(message, route))
                (this->*route.answer)(message, *id);
            return true;
        }
        allowed += (allowed.empty() ? "" : ", ") +
                   (reads ? std::string("GET, HEAD") : std::string(route.name.method));
    }
    if (allowed.empty())
        return false;
    methodNotAllowed(message, allowed.c_str());
    return true;
}

bool ApiRoutes::refuses(SoupServerMessage* message, const Route& route) const {
    const auto rights = gate_.rightsOf(message);
    switch (route.who) {
    case For::Everybody:
        return false;
    case For::Watcher:
        if (rights.any())
            return false;
        break;
    case For::WatcherOfAll:
        if (rights.mayWatchAll())
            return false;
        break;
    case For::Operator:
        if (rights.mayOperateAny())
            return false;
        break;
    case For::OperatorOfAll:
        if (rights.mayOperateAll())
            return false;
        break;
    }
    Gate::refuse(message, rights,
                 route.who == For::WatcherOfAll
                     ? "this is for users of every camera ([user NAME] without cameras)"
                 : route.who == For::Operator
                     ? "this is for operators ([user NAME] role = operate)"
                     : "this is for operators of every camera ([user NAME] role = operate, without "
                       "cameras)");
    return true;
}

void ApiRoutes::listCameras(SoupServerMessage* message, std::string_view /*id*/) {
    // Asked for each: a link counts beside a session.
    const auto rightsTo = [&](const std::string& id) {
        return gate_.rightsOf(message, id);
    };
    reply(message, SOUP_STATUS_OK, kJson, camerasJson(feeds_, viewers_, beside_, rightsTo));
}

void ApiRoutes::showCamera(SoupServerMessage* message, std::string_view id) {
    const auto* feed = feeds_.find(id);
    const auto rights = gate_.rightsOf(message, id);
    if (feed && rights.mayWatch(id))
        return reply(message, SOUP_STATUS_OK, kJson, cameraJson(*feed, viewers_, beside_, rights));
    Gate::noSuchCamera(message);
}

void ApiRoutes::listViewers(SoupServerMessage* message, std::string_view /*id*/) {
    reply(message, SOUP_STATUS_OK, kJson, viewersJson(sessions_, gate_.rightsOf(message)));
}

std::optional<signalling::ViewerFacts> ApiRoutes::findViewer(SoupServerMessage* message,
                                                             std::string_view id) const {
    const auto number = viewerNumber(id);
    for (auto& viewer : sessions_.viewers())
        if (viewer.id == number && gate_.rightsOf(message).mayOperate(viewer.camera))
            return std::move(viewer);
    return std::nullopt;
}

void ApiRoutes::showViewer(SoupServerMessage* message, std::string_view id) {
    if (const auto viewer = findViewer(message, id))
        return reply(message, SOUP_STATUS_OK, kJson, viewerJson(*viewer));
    noSuchViewer(message);
}

void ApiRoutes::kickViewer(SoupServerMessage* message, std::string_view id) {
    const auto viewer = findViewer(message, id);
    if (!viewer || !sessions_.kick(viewer->id, "the operator of this server ended this view"))
        return noSuchViewer(message);
    replyEmpty(message, SOUP_STATUS_NO_CONTENT);
}

void ApiRoutes::drawCamera(SoupServerMessage* message, std::string_view id) {
    drawCameraAs(message, id, Graphs::Form::Dot);
}

void ApiRoutes::pictureCamera(SoupServerMessage* message, std::string_view id) {
    drawCameraAs(message, id, Graphs::Form::Svg);
}

void ApiRoutes::drawCameraAs(SoupServerMessage* message, std::string_view id, Graphs::Form form) {
    const auto* feed = feeds_.find(id);
    if (!feed || !gate_.rightsOf(message).mayOperate(id))
        return Gate::noSuchCamera(message);
    if (auto pipeline = feed->camera().pipeline())
        return graphs_.reply(message, std::move(pipeline), form);
    if (feed->camera().worker())
        return graphs_.reply(
            message, [feed](auto done) { return feed->camera().drawElsewhere(std::move(done)); },
            form);
    problem(message, SOUP_STATUS_NOT_FOUND, "this camera does not run now");
}

void ApiRoutes::drawViewer(SoupServerMessage* message, std::string_view id) {
    drawViewerAs(message, id, Graphs::Form::Dot);
}

void ApiRoutes::pictureViewer(SoupServerMessage* message, std::string_view id) {
    drawViewerAs(message, id, Graphs::Form::Svg);
}

void ApiRoutes::drawViewerAs(SoupServerMessage* message, std::string_view id, Graphs::Form form) {
    const auto viewer = findViewer(message, id);
    if (auto pipeline = viewer ? sessions_.pipelineOf(viewer->id) : gst::Ref<GstElement>())
        return graphs_.reply(message, std::move(pipeline), form);
    problem(message, SOUP_STATUS_NOT_FOUND,
            "there is no such viewer, or it has no peer connection yet");
}

void ApiRoutes::showDebug(SoupServerMessage* message, std::string_view /*id*/) {
    reply(message, SOUP_STATUS_OK, kJson, debugJson(debugLog_));
}

void ApiRoutes::setDebug(SoupServerMessage* message, std::string_view /*id*/) {
    if (!isJson(message))
        return;
    const auto request = signalling::parseDebugRequest(bodyOf(message));
    if (!request)
        return problem(message, SOUP_STATUS_BAD_REQUEST, request.error().message);
    auto thresholds =
        gst::DebugThresholds::parse(request.value().threshold, gst::DebugLog::kMostOverNetwork);
    if (!thresholds)
        return problem(message, SOUP_STATUS_BAD_REQUEST, thresholds.error().message);
    debugLog_.show(std::move(thresholds).value());
    util::log::info(util::log::About("http").alwaysTold(), "what GST_DEBUG says is now \"",
                    debugLog_.shown().text(), "\", as ", remoteHost(message), " wishes");
    showDebug(message, {});
}

void ApiRoutes::showDebugLog(SoupServerMessage* message, std::string_view /*id*/) {
    reply(message, SOUP_STATUS_OK, "text/plain; charset=utf-8", debugLog_.text());
}

void ApiRoutes::showLiving(SoupServerMessage* message, std::string_view /*id*/) {
    if (const auto counts = gst::countLivingObjects(debugLog_))
        return reply(message, SOUP_STATUS_OK, kJson, objectsJson(*counts));
    problem(message, SOUP_STATUS_CONFLICT,
            "GStreamer counts its objects only when it was started with GST_TRACERS=leaks");
}

void ApiRoutes::showSession(SoupServerMessage* message, std::string_view /*id*/) {
    login_.show(message);
}

void ApiRoutes::signIn(SoupServerMessage* message, std::string_view /*id*/) {
    if (isJson(message))
        login_.begin(message);
}

void ApiRoutes::signOut(SoupServerMessage* message, std::string_view /*id*/) {
    login_.end(message);
}

void ApiRoutes::listLinks(SoupServerMessage* message, std::string_view /*id*/) {
    links_.list(message);
}

void ApiRoutes::giveLink(SoupServerMessage* message, std::string_view /*id*/) {
    if (isJson(message))
        links_.give(message,
                    [this](std::string_view camera) { return feeds_.find(camera) != nullptr; });
}

void ApiRoutes::takeLinkBack(SoupServerMessage* message, std::string_view id) {
    links_.takeBack(message, id);
}

// What the file says is this machine's matter: who asks cannot say anything of it.
void ApiRoutes::reload(SoupServerMessage* message, std::string_view /*id*/) {
    util::log::info(util::log::About("http").alwaysTold(), "the configuration is read again, as ",
                    remoteHost(message), " wishes");
    const auto report = reload_();
    if (!report)
        return problem(message, SOUP_STATUS_UNPROCESSABLE_ENTITY, report.error().message);
    reply(message, SOUP_STATUS_OK, kJson, reloadJson(report.value()));
}

void ApiRoutes::showDocument(SoupServerMessage* message, std::string_view /*id*/) {
    replyStatic(message, kJson, openApi().get());
}

void ApiRoutes::showMetrics(SoupServerMessage* message, std::string_view /*id*/) {
    for (const auto& feed : feeds_.all())
        feed->showWorker();
    reply(message, SOUP_STATUS_OK, "text/plain; version=0.0.4; charset=utf-8",
          metrics::prometheusText(metrics_));
}

void ApiRoutes::showHealth(SoupServerMessage* message, std::string_view /*id*/) {
    if (const auto reason = unhealthy(feeds_); !reason.empty())
        return problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE,
                       gate_.rightsOf(message).mayWatchAll()
                           ? reason
                           : "a camera that should run does not; who signs in is told which");
    reply(message, SOUP_STATUS_OK, "text/plain; charset=utf-8", "ok\n");
}

} // namespace vitrine::http
