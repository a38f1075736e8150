// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/JanusMessage.hpp"

#include "tools/loadviewer/Json.hpp"

namespace vitrine::loadviewer::janus {

namespace {

/// A request that needs no transaction of its own: its answer says all.
constexpr const char* kAny = "any";

JsonWriter request(const char* what, std::uint64_t session, const char* transaction = kAny) {
    JsonWriter json;
    json.text("janus", what).text("transaction", transaction);
    if (session != 0)
        json.number("session_id", static_cast<std::int64_t>(session));
    return json;
}

JsonWriter handleRequest(const char* what, Ids ids) {
    auto json = request(what, ids.session);
    json.number("handle_id", static_cast<std::int64_t>(ids.handle));
    return json;
}

Message parseEvent(JsonObject* object) {
    auto* jsep = objectIn(object, "jsep");
    if (textIn(jsep, "type") == "offer")
        return Offer{textIn(jsep, "sdp")};
    auto* data = objectIn(objectIn(object, "plugindata"), "data");
    const auto error = textIn(data, "error");
    if (!error.empty())
        return Failure{"the streaming plugin said: " + error};
    return Nothing{};
}

} // namespace

Message parse(std::string_view text) {
    const JsonObjectText message(text);
    auto* object = message.root();
    const auto kind = textIn(object, "janus");
    if (kind == "success")
        return Success{textIn(object, "transaction"),
                       static_cast<std::uint64_t>(numberIn(objectIn(object, "data"), "id"))};
    if (kind == "event")
        return parseEvent(object);
    if (kind == "trickle")
        return Candidate{textIn(objectIn(object, "candidate"), "candidate")};
    if (kind == "error")
        return Failure{"Janus said error " +
                       std::to_string(numberIn(objectIn(object, "error"), "code")) + ": " +
                       textIn(objectIn(object, "error"), "reason")};
    if (kind == "hangup")
        return Failure{"Janus hung up: " + textIn(object, "reason")};
    if (kind == "timeout")
        return Failure{"Janus let the session time out"};
    return Nothing{};
}

std::string create() {
    return request("create", 0, kCreate).finish();
}

std::string attach(std::uint64_t session) {
    return request("attach", session, kAttach).text("plugin", "janus.plugin.streaming").finish();
}

std::string watch(Ids ids, std::uint64_t mountpoint) {
    return handleRequest("message", ids)
        .object("body")
        .text("request", "watch")
        .number("id", static_cast<std::int64_t>(mountpoint))
        .end()
        .finish();
}

std::string start(Ids ids, const std::string& sdp) {
    return handleRequest("message", ids)
        .object("body")
        .text("request", "start")
        .end()
        .object("jsep")
        .text("type", "answer")
        .text("sdp", sdp)
        .end()
        .finish();
}

std::string trickle(Ids ids, const std::string& candidate) {
    return handleRequest("trickle", ids)
        .object("candidate")
        .text("candidate", candidate)
        .number("sdpMLineIndex", 0)
        .end()
        .finish();
}

std::string keepAlive(std::uint64_t session) {
    return request("keepalive", session).finish();
}

std::string destroy(std::uint64_t session) {
    return request("destroy", session).finish();
}

} // namespace vitrine::loadviewer::janus
