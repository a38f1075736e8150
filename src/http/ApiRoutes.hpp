// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feeds.hpp"
#include "gst/DebugLog.hpp"
#include "http/Api.hpp"
#include "http/Gate.hpp"
#include "http/Graphs.hpp"
#include "http/Links.hpp"
#include "http/Login.hpp"
#include "http/ReloadReport.hpp"
#include "metrics/Registry.hpp"
#include "signalling/Sessions.hpp"
#include "viewer/Registry.hpp"

#include <libsoup/soup.h>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace vitrine::http {

/// What is neither page nor viewer: the API, /metrics and /healthz. One table says which routes
/// there are; data/openapi.json describes each of them, which a test holds.
///
/// What changes something is refused when a page of another site asks for it, and everything to who
/// has not the right to it: the table has which that is.
///
/// Owner: Routes. Thread: main.
class ApiRoutes {
  public:
    ApiRoutes(fanout::Feeds& feeds, const viewer::Registry& viewers, signalling::Sessions& sessions,
              const Beside& beside, const metrics::Registry& metrics, gst::DebugLog& debugLog,
              const Gate& gate, const std::function<void()>& onTakenBack, Reload reload)
        : feeds_(feeds)
        , viewers_(viewers)
        , sessions_(sessions)
        , beside_(beside)
        , metrics_(metrics)
        , debugLog_(debugLog)
        , gate_(gate)
        , login_(gate, onTakenBack)
        , links_(gate, onTakenBack)
        , reload_(std::move(reload)) {}

    /// Answers a request for one of its paths; false when the path is none of them.
    bool answer(SoupServerMessage* message, std::string_view path);

    /// A method and the path it is for, as OpenAPI writes it.
    struct Name {
        const char* method;
        const char* path;
    };
    static std::vector<Name> all();

  private:
    /// `id` is what the path has where its pattern has {id}.
    using Answer = void (ApiRoutes::*)(SoupServerMessage* message, std::string_view id);
    /// Who a route is for. Of those that name a camera or a viewer it itself looks whether it is
    /// one of the asker's.
    enum class For {
        OperatorOfAll, ///< of every camera there is
        Operator,      ///< of any camera
        WatcherOfAll,
        Watcher, ///< of any camera
        Everybody
    };
    struct Route {
        Name name;
        Answer answer;
        For who = For::OperatorOfAll;
    };
    static const std::vector<Route>& table();
    bool refuses(SoupServerMessage* message, const Route& route) const;
    /// The viewer, where the asker operates its camera.
    std::optional<signalling::ViewerFacts> findViewer(SoupServerMessage* message,
                                                      std::string_view id) const;

    void listCameras(SoupServerMessage* message, std::string_view id);
    void showCamera(SoupServerMessage* message, std::string_view id);
    void listViewers(SoupServerMessage* message, std::string_view id);
    void showViewer(SoupServerMessage* message, std::string_view id);
    void kickViewer(SoupServerMessage* message, std::string_view id);
    void drawCamera(SoupServerMessage* message, std::string_view id);
    void pictureCamera(SoupServerMessage* message, std::string_view id);
    void drawViewer(SoupServerMessage* message, std::string_view id);
    void pictureViewer(SoupServerMessage* message, std::string_view id);
    void drawCameraAs(SoupServerMessage* message, std::string_view id, Graphs::Form form);
    void drawViewerAs(SoupServerMessage* message, std::string_view id, Graphs::Form form);
    void showDebug(SoupServerMessage* message, std::string_view id);
    void setDebug(SoupServerMessage* message, std::string_view id);
    void showDebugLog(SoupServerMessage* message, std::string_view id);
    void showLiving(SoupServerMessage* message, std::string_view id);
    void showSession(SoupServerMessage* message, std::string_view id);
    void signIn(SoupServerMessage* message, std::string_view id);
    void signOut(SoupServerMessage* message, std::string_view id);
    void listLinks(SoupServerMessage* message, std::string_view id);
    void giveLink(SoupServerMessage* message, std::string_view id);
    void takeLinkBack(SoupServerMessage* message, std::string_view id);
    void reload(SoupServerMessage* message, std::string_view id);
    void showDocument(SoupServerMessage* message, std::string_view id);
    void showMetrics(SoupServerMessage* message, std::string_view id);
    void showHealth(SoupServerMessage* message, std::string_view id);

    fanout::Feeds& feeds_;
    const viewer::Registry& viewers_;
    signalling::Sessions& sessions_;
    Beside beside_;
    const metrics::Registry& metrics_;
    gst::DebugLog& debugLog_;
    const Gate& gate_;
    Login login_;
    Links links_;
    Reload reload_;
    Graphs graphs_;
};

} // namespace vitrine::http
