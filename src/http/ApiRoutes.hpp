// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feeds.hpp"
#include "gst/DebugLog.hpp"
#include "http/Graphs.hpp"
#include "metrics/Registry.hpp"
#include "signalling/Sessions.hpp"
#include "viewer/Registry.hpp"

#include <libsoup/soup.h>

#include <string_view>
#include <vector>

namespace vitrine::http {

/// What is neither page nor viewer: the API, /metrics and /healthz. One table says which routes
/// there are; data/openapi.json describes each of them, which a test holds.
///
/// What changes something is refused when a page of another site asks for it.
///
/// Owner: Routes. Thread: main.
class ApiRoutes {
  public:
    ApiRoutes(fanout::Feeds& feeds, const viewer::Registry& viewers, signalling::Sessions& sessions,
              const metrics::Registry& metrics, gst::DebugLog& debugLog)
        : feeds_(feeds)
        , viewers_(viewers)
        , sessions_(sessions)
        , metrics_(metrics)
        , debugLog_(debugLog) {}

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
    struct Route {
        Name name;
        Answer answer;
    };
    static const std::vector<Route>& table();

    void listCameras(SoupServerMessage* message, std::string_view id);
    void showCamera(SoupServerMessage* message, std::string_view id);
    void listViewers(SoupServerMessage* message, std::string_view id);
    void showViewer(SoupServerMessage* message, std::string_view id);
    void kickViewer(SoupServerMessage* message, std::string_view id);
    void drawCamera(SoupServerMessage* message, std::string_view id);
    void drawViewer(SoupServerMessage* message, std::string_view id);
    void showDebug(SoupServerMessage* message, std::string_view id);
    void setDebug(SoupServerMessage* message, std::string_view id);
    void showDebugLog(SoupServerMessage* message, std::string_view id);
    void showDocument(SoupServerMessage* message, std::string_view id);
    void showMetrics(SoupServerMessage* message, std::string_view id);
    void showHealth(SoupServerMessage* message, std::string_view id);

    fanout::Feeds& feeds_;
    const viewer::Registry& viewers_;
    signalling::Sessions& sessions_;
    const metrics::Registry& metrics_;
    gst::DebugLog& debugLog_;
    Graphs graphs_;
};

} // namespace vitrine::http
