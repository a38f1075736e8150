// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Api.hpp"

#include "camera/Playout.hpp"
#include "config/Shown.hpp"
#include "http/Json.hpp"
#include "http/RecordingJson.hpp"

#include <optional>

namespace vitrine::http {
namespace {

const char* wordFor(camera::CaptureTime time) {
    switch (time) {
    case camera::CaptureTime::Source:
        return "source";
    case camera::CaptureTime::SenderReport:
        return "sender-report";
    case camera::CaptureTime::Arrival:
        break;
    }
    return "arrival";
}

void addReal(JsonBuilder* json, const char* name, std::optional<double> value) {
    json_builder_set_member_name(json, name);
    if (value)
        json_builder_add_double_value(json, *value);
    else
        json_builder_add_null_value(json);
}

std::optional<double> toMs(std::optional<double> seconds) {
    return seconds ? std::optional(*seconds * 1000) : std::nullopt;
}

// From capture to display, in milliseconds, as the viewer's page measured it; its stages.
void addLatency(JsonBuilder* json, const signalling::ViewerFacts& viewer) {
    const auto& report = viewer.report;
    json_builder_set_member_name(json, "latencyMs");
    json_builder_begin_object(json);
    addReal(json, "now", report.latencyMs);
    addReal(json, "p50", report.latencyP50Ms);
    addReal(json, "p95", report.latencyP95Ms);
    addReal(json, "p99", report.latencyP99Ms);
    addReal(json, "clockError", report.clockErrorMs);
    json_builder_end_object(json);
    json_builder_set_member_name(json, "stagesMs");
    json_builder_begin_object(json);
    addReal(json, "camera", toMs(viewer.cameraSeconds));
    addReal(json, "encode", toMs(viewer.sent.encodeSeconds));
    addReal(json, "send", toMs(viewer.sent.sendSeconds));
    addReal(json, "network", report.networkMs);
    addReal(json, "wait", report.waitMs);
    addReal(json, "decode", report.decodeMs);
    addReal(json, "display", report.displayMs);
    json_builder_end_object(json);
}

void addViewer(JsonBuilder* json, const signalling::ViewerFacts& viewer) {
    json_builder_begin_object(json);
    addNumber(json, "id", viewer.id);
    addText(json, "camera", viewer.camera);
    addText(json, "address", viewer.address);
    addTextOrNull(json, "user", viewer.identity.who);
    addReal(json, "seconds", viewer.here.count());
    addText(json, "sendPath", viewer.sendPath);
    addNumber(json, "framesSent", viewer.framesSent);
    addNumber(json, "framesDropped", viewer.framesDropped);
    addNumber(json, "packetsSent", viewer.sent.packets);
    addNumber(json, "packetsRetransmitted", viewer.sent.retransmitted);
    addReal(json, "bitrate", viewer.bitrate);
    addReal(json, "fractionLost", viewer.sent.fractionLost);
    addReal(json, "roundTripSeconds", viewer.sent.roundTripSeconds);
    addText(json, "playout", viewer.playout);
    addNumber(json, "resyncs", viewer.resyncs);
    addLatency(json, viewer);
    json_builder_end_object(json);
}

/// An object with one member, a list that `fill` fills.
std::string listJson(const char* name, const std::function<void(JsonBuilder*)>& fill) {
    return jsonText([&](JsonBuilder* json) {
        json_builder_begin_object(json);
        json_builder_set_member_name(json, name);
        json_builder_begin_array(json);
        fill(json);
        json_builder_end_array(json);
        json_builder_end_object(json);
    });
}

const char* wordFor(publish::Publication::Phase phase) {
    switch (phase) {
    case publish::Publication::Phase::Connecting:
        return "connecting";
    case publish::Publication::Phase::Live:
        return "live";
    case publish::Publication::Phase::Waiting:
        break;
    }
    return "waiting";
}

void addPublication(JsonBuilder* json, const publish::Publication& publication) {
    json_builder_begin_object(json);
    addText(json, "name", publication.settings().name);
    addText(json, "url", config::shownEndpoint(publication.settings().url));
    addText(json, "state", wordFor(publication.phase()));
    addText(json, "reason", publication.reason());
    addNumber(json, "framesSent", publication.framesSent());
    json_builder_end_object(json);
}

void addForward(JsonBuilder* json, const publish::Forward& forward) {
    json_builder_begin_object(json);
    addText(json, "name", forward.settings().name);
    addText(json, "host", forward.settings().host);
    addNumber(json, "port", forward.settings().port);
    addText(json, "reason", forward.reason());
    addNumber(json, "framesSent", forward.framesSent());
    json_builder_end_object(json);
}

// Where else the camera goes, which is for its operators: it shows other hosts.
void addOutlets(JsonBuilder* json, const std::string& camera, const publish::Outlets& outlets,
                bool shown) {
    json_builder_set_member_name(json, "publish");
    json_builder_begin_array(json);
    for (const auto& each : outlets.publications())
        if (shown && each->settings().camera == camera)
            addPublication(json, *each);
    json_builder_end_array(json);
    json_builder_set_member_name(json, "forward");
    json_builder_begin_array(json);
    for (const auto& each : outlets.forwards())
        if (shown && each->settings().camera == camera)
            addForward(json, *each);
    json_builder_end_array(json);
}

// For its operators: it tells of the machine.
void addWorker(JsonBuilder* json, const std::optional<metrics::WorkerUse>& worker, bool shown) {
    json_builder_set_member_name(json, "worker");
    if (!worker || !shown) {
        json_builder_add_null_value(json);
        return;
    }
    json_builder_begin_object(json);
    addNumber(json, "pid", static_cast<std::uint64_t>(worker->pid));
    addNumber(json, "residentBytes", worker->residentBytes);
    addReal(json, "cpuSeconds", worker->cpuSeconds);
    addNumber(json, "restarts", worker->restarts);
    json_builder_end_object(json);
}

void addCamera(JsonBuilder* json, const fanout::Feed& feed, const viewer::Registry& registry,
               const Beside& beside, const access::Rights& rights) {
    const auto& settings = feed.settings();
    const auto& camera = feed.camera();
    const auto& counted = feed.metrics();
    json_builder_begin_object(json);
    addText(json, "id", settings.id);
    addText(json, "title", settings.title);
    addText(json, "state", camera::phaseWord(camera.state().phase));
    addText(json, "reason", camera.state().reason);
    addTextOrNull(json, "lastPicture", camera.state().lastPicture);
    addText(json, "codec", settings.codec);
    addText(json, "captureTime", wordFor(camera.facts().captureTime));
    addTextOrNull(json, "encoder", camera.facts().encoder);
    // What it is once it has been live, what was asked for before.
    const auto& facts = camera.facts();
    addNumber(json, "width", facts.width > 0 ? static_cast<unsigned>(facts.width) : settings.width);
    addNumber(json, "height",
              facts.height > 0 ? static_cast<unsigned>(facts.height) : settings.height);
    addNumber(json, "framerate", settings.framerate);
    addText(json, "latency", camera::playoutWord(settings.latency));
    addNumber(json, "viewers", registry.viewersOf(settings.id));
    addNumber(json, "restarts", camera.restarts());
    addNumber(json, "frames", counted.frames->value());
    addNumber(json, "keyFrames", counted.keyFrames->value());
    addWorker(json, camera.worker(), rights.mayOperate(settings.id));
    addOutlets(json, settings.id, beside.outlets, rights.mayOperate(settings.id));
    json_builder_set_member_name(json, "recording");
    addRecording(json, beside.recordings.of(settings.id));
    json_builder_end_object(json);
}

} // namespace

std::string camerasJson(const fanout::Feeds& feeds, const viewer::Registry& registry,
                        const Beside& beside, const RightsTo& rightsTo) {
    return listJson("cameras", [&](JsonBuilder* json) {
        for (const auto& feed : feeds.all())
            if (const auto rights = rightsTo(feed->settings().id);
                rights.mayWatch(feed->settings().id))
                addCamera(json, *feed, registry, beside, rights);
    });
}

std::string viewersJson(const signalling::Sessions& sessions, const access::Rights& rights) {
    return listJson("viewers", [&](JsonBuilder* json) {
        for (const auto& viewer : sessions.viewers())
            if (rights.mayOperate(viewer.camera))
                addViewer(json, viewer);
    });
}

std::string viewerJson(const signalling::ViewerFacts& viewer) {
    return jsonText([&](JsonBuilder* json) { addViewer(json, viewer); });
}

std::string cameraJson(const fanout::Feed& feed, const viewer::Registry& registry,
                       const Beside& beside, const access::Rights& rights) {
    return jsonText([&](JsonBuilder* json) { addCamera(json, feed, registry, beside, rights); });
}

std::string unhealthy(const fanout::Feeds& feeds) {
    std::string reasons;
    for (const auto& feed : feeds.all()) {
        const auto& state = feed->camera().state();
        const bool shouldRun = !feed->settings().onDemand || feed->demands() > 0;
        if (!shouldRun || state.phase == camera::Phase::Live)
            continue;
        reasons += (reasons.empty() ? "" : "; ") + feed->settings().id + " is " +
                   camera::phaseWord(state.phase) +
                   (state.reason.empty() ? "" : ": " + state.reason);
    }
    return reasons;
}

} // namespace vitrine::http
