// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/VitrineSignalling.hpp"

#include "tools/loadviewer/Json.hpp"

namespace vitrine::loadviewer {

void VitrineSignalling::onText(std::string_view text) {
    const JsonObjectText message(text);
    auto* object = message.root();
    const auto kind = textIn(object, "type");
    if (kind == "offer")
        tellOffer(textIn(object, "sdp"));
    else if (kind == "candidate")
        tellCandidate(textIn(object, "candidate"));
    else if (kind == "error")
        noteError("the server said error " + textIn(object, "code") + ": " +
                  textIn(object, "message"));
    else if (kind == "bye")
        noteError("the server said bye: " + textIn(object, "reason"));
}

void VitrineSignalling::sendAnswer(const std::string& sdp) {
    socket().sendText(JsonWriter().text("type", "answer").text("sdp", sdp).finish());
}

void VitrineSignalling::sendCandidate(const std::string& candidate) {
    socket().sendText(JsonWriter()
                          .text("type", "candidate")
                          .text("candidate", candidate)
                          .number("sdpMLineIndex", 0)
                          .finish());
}

void VitrineSignalling::sendBye() {
    socket().sendText(JsonWriter().text("type", "bye").finish());
}

} // namespace vitrine::loadviewer
