// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Grammar.hpp"
#include "signalling/Json.hpp"
#include "signalling/Message.hpp"

#include <array>
#include <cmath>
#include <json-glib/json-glib.h>
#include <memory>

namespace vitrine::signalling {
namespace {

using util::Error;
using util::Result;

struct FreeParser {
    void operator()(JsonParser* parser) const noexcept { g_object_unref(parser); }
};

Error bad(std::string message) {
    return {"bad-message", std::move(message)};
}

bool holds(JsonNode* node, GType type) {
    return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == type;
}

bool isNumber(JsonNode* node) {
    return holds(node, G_TYPE_INT64) || holds(node, G_TYPE_DOUBLE);
}

bool isAbsent(JsonNode* node) {
    return node == nullptr || JSON_NODE_HOLDS_NULL(node);
}

const char* kindOf(JsonNode* node) {
    if (JSON_NODE_HOLDS_OBJECT(node))
        return "an object";
    if (JSON_NODE_HOLDS_ARRAY(node))
        return "an array";
    if (JSON_NODE_HOLDS_NULL(node))
        return "null";
    if (holds(node, G_TYPE_STRING))
        return "a string";
    return holds(node, G_TYPE_BOOLEAN) ? "true or false" : "a number";
}

Error wrongKind(const std::string& field, JsonNode* node, const char* right) {
    return bad('"' + field + "\" is " + kindOf(node) + "; it must be " + right);
}

// The library decodes \uD800 to bytes that are not UTF-8: what goes on from here is text.
Result<std::string> textOf(const std::string& field, JsonNode* node) {
    if (!holds(node, G_TYPE_STRING))
        return wrongKind(field, node, "a string");
    std::string text = json_node_get_string(node);
    if (!isUtf8(text))
        return bad('"' + field + "\" holds half of a surrogate pair; it must be Unicode text");
    return text;
}

Result<std::string> requiredText(JsonObject* message, const char* field) {
    auto* node = json_object_get_member(message, field);
    if (node == nullptr)
        return bad(std::string{"there is no \""} + field + "\"; it must be a string");
    return textOf(field, node);
}

Result<ClientMessage> parseAnswer(JsonObject* message) {
    auto sdp = requiredText(message, "sdp");
    if (!sdp)
        return sdp.error();
    return ClientMessage{Answer{std::move(sdp).value()}};
}

Result<ClientMessage> parseCandidate(JsonObject* message) {
    Candidate candidate;
    // A page that hands on the browser's last event sends null; it means the same as "".
    auto* text = json_object_get_member(message, "candidate");
    if (text == nullptr || !JSON_NODE_HOLDS_NULL(text)) {
        auto given = requiredText(message, "candidate");
        if (!given)
            return given.error();
        candidate.candidate = std::move(given).value();
    }
    constexpr gint64 most = 255;
    if (auto* index = json_object_get_member(message, "sdpMLineIndex"); !isAbsent(index)) {
        if (!holds(index, G_TYPE_INT64))
            return wrongKind("sdpMLineIndex", index, "a whole number, 0 for the video");
        const auto value = json_node_get_int(index);
        if (value < 0 || value > most)
            return bad("\"sdpMLineIndex\" is " + std::to_string(value) + "; it must be 0 to " +
                       std::to_string(most));
        candidate.sdpMLineIndex = static_cast<unsigned>(value);
    }
    return ClientMessage{std::move(candidate)};
}

struct ReportField {
    const char* name;
    std::optional<double> Report::*place;
};

constexpr std::array<ReportField, 19> kReportFields{{
    {"framesDecoded", &Report::framesDecoded},
    {"framesDropped", &Report::framesDropped},
    {"freezeCount", &Report::freezeCount},
    {"pliCount", &Report::pliCount},
    {"jitterBufferMs", &Report::jitterBufferMs},
    {"decodeMs", &Report::decodeMs},
    {"rttMs", &Report::rttMs},
    {"bitrateKbit", &Report::bitrateKbit},
    {"width", &Report::width},
    {"height", &Report::height},
    {"packetsLost", &Report::packetsLost},
    {"latencyMs", &Report::latencyMs},
    {"latencyP50Ms", &Report::latencyP50Ms},
    {"latencyP95Ms", &Report::latencyP95Ms},
    {"latencyP99Ms", &Report::latencyP99Ms},
    {"clockErrorMs", &Report::clockErrorMs},
    {"networkMs", &Report::networkMs},
    {"waitMs", &Report::waitMs},
    {"displayMs", &Report::displayMs},
}};

Result<ClientMessage> parseReport(JsonObject* message) {
    Report report;
    for (const auto& field : kReportFields) {
        auto* node = json_object_get_member(message, field.name);
        if (isAbsent(node))
            continue;
        constexpr auto right = "a number that is not negative";
        if (!isNumber(node))
            return wrongKind(field.name, node, right);
        const auto value = json_node_get_double(node);
        if (!std::isfinite(value) || value < 0)
            return bad(std::string{"\""} + field.name + "\" is " +
                       (value < 0 ? "negative" : "not finite") + "; it must be " + right);
        report.*field.place = value;
    }
    return ClientMessage{report};
}

// A member that is true or false; absent: as it is.
Error readFlag(JsonObject* message, const char* field, bool& flag) {
    auto* node = json_object_get_member(message, field);
    if (isAbsent(node))
        return {};
    if (!holds(node, G_TYPE_BOOLEAN))
        return wrongKind(field, node, "true or false");
    flag = json_node_get_boolean(node) != FALSE;
    return {};
}

Error readHost(JsonObject* message, std::string& host) {
    auto* node = json_object_get_member(message, "host");
    if (isAbsent(node))
        return {};
    auto text = textOf("host", node);
    if (!text)
        return text.error();
    constexpr std::size_t longest = 253; // of a name in the DNS
    if (!text.value().empty() && !isAddress(text.value()) && !isToken(text.value(), longest))
        return bad("\"host\" is " + inQuotes(text.value()) +
                   "; it must be a name or an IP address");
    host = std::move(text).value();
    return {};
}

Result<ClientMessage> parseChecks(JsonObject* message) {
    Checks checks;
    const std::array<std::pair<const char*, bool*>, 4> flags{
        {{"playable", &checks.playable},
         {"h264", &checks.h264},
         {"reachedAtHost", &checks.reachedAtHost},
         {"turnRefused", &checks.turnRefused}}};
    for (const auto& [field, flag] : flags)
        if (auto fault = readFlag(message, field, *flag); !fault.code.empty())
            return fault;
    if (auto fault = readHost(message, checks.host); !fault.code.empty())
        return fault;
    if (auto* node = json_object_get_member(message, "answered"); !isAbsent(node)) {
        if (!isNumber(node))
            return wrongKind("answered", node, "a number");
        checks.answered = json_node_get_double(node);
    }
    return ClientMessage{checks};
}

Result<ClientMessage> parsePing(JsonObject* message) {
    auto* node = json_object_get_member(message, "id");
    constexpr auto right = "a whole number, 0 to 4294967295";
    if (isAbsent(node))
        return bad(std::string{"there is no \"id\"; it must be "} + right);
    if (!holds(node, G_TYPE_INT64))
        return wrongKind("id", node, right);
    const auto id = json_node_get_int(node);
    if (id < 0 || id > gint64{UINT32_MAX})
        return bad("\"id\" is " + std::to_string(id) + "; it must be " + right);
    return ClientMessage{Ping{static_cast<std::uint32_t>(id)}};
}

Result<ClientMessage> parsePlayout(JsonObject* message) {
    auto mode = requiredText(message, "mode");
    if (!mode)
        return mode.error();
    if (mode.value() == "instant")
        return ClientMessage{Playout{Playout::Mode::Instant}};
    if (mode.value() == "balanced")
        return ClientMessage{Playout{Playout::Mode::Balanced}};
    if (mode.value() == "smooth")
        return ClientMessage{Playout{Playout::Mode::Smooth}};
    return bad("\"mode\" is " + inQuotes(mode.value()) +
               "; it must be \"instant\", \"balanced\" or \"smooth\"");
}

Result<ClientMessage> parseSubscribe(JsonObject* message) {
    auto* node = json_object_get_member(message, "topics");
    if (isAbsent(node))
        return ClientMessage{Subscribe{{"stats"}}};
    if (!JSON_NODE_HOLDS_ARRAY(node))
        return wrongKind("topics", node, "an array of strings");
    auto* array = json_node_get_array(node);
    constexpr guint most = 16;
    if (json_array_get_length(array) > most)
        return bad("\"topics\" has more than " + std::to_string(most) + " entries");
    Subscribe subscribe;
    for (guint i = 0; i < json_array_get_length(array); ++i) {
        auto topic = textOf("topics[" + std::to_string(i) + ']', json_array_get_element(array, i));
        if (!topic)
            return topic.error();
        subscribe.topics.push_back(std::move(topic).value());
    }
    return ClientMessage{std::move(subscribe)};
}

Result<ClientMessage> parseObject(JsonObject* message) {
    auto type = requiredText(message, "type");
    if (!type)
        return type.error();
    const auto& name = type.value();
    if (name == "answer")
        return parseAnswer(message);
    if (name == "candidate")
        return parseCandidate(message);
    if (name == "report")
        return parseReport(message);
    if (name == "checks")
        return parseChecks(message);
    if (name == "subscribe")
        return parseSubscribe(message);
    if (name == "ping")
        return parsePing(message);
    if (name == "playout")
        return parsePlayout(message);
    if (name == "resync")
        return ClientMessage{Resync{}};
    if (name == "bye")
        return ClientMessage{Bye{}};
    return ClientMessage{Unknown{std::move(type).value()}};
}

} // namespace

util::Result<ClientMessage> parseClientMessage(std::string_view text) {
    if (text.size() > kMaxMessageBytes)
        return Error{"message-too-long", "the message has " + std::to_string(text.size()) +
                                             " bytes; at most " + std::to_string(kMaxMessageBytes) +
                                             " are read"};
    if (const auto fault = jsonFault(text); !fault.empty())
        return Error{"malformed-json", "the message is not JSON: " + fault};
    const std::unique_ptr<JsonParser, FreeParser> parser(json_parser_new_immutable());
    GError* error = nullptr;
    if (json_parser_load_from_data(parser.get(), text.data(), static_cast<gssize>(text.size()),
                                   &error) == FALSE) {
        const std::string reason = error->message;
        g_error_free(error);
        return Error{"malformed-json", "the message is not JSON: " + inQuotes(reason)};
    }
    auto* root = json_parser_get_root(parser.get());
    if (root == nullptr || !JSON_NODE_HOLDS_OBJECT(root))
        return Error{"malformed-json", "the message is not a JSON object: it must be {\"type\":…}"};
    return parseObject(json_node_get_object(root));
}

} // namespace vitrine::signalling
