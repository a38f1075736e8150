// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/JanusSignalling.hpp"
#include "tools/loadviewer/VitrineSignalling.hpp"

namespace vitrine::loadviewer {

Signalling::Signalling(SoupSession* session, std::string protocol, Events events)
    : protocol_(std::move(protocol))
    , events_(std::move(events))
    , socket_(session, {[this] { onOpen(); }, [this](std::string_view text) { onText(text); },
                        [this](const std::string& reason) {
                            end(lastError_.empty() ? reason : lastError_);
                        }}) {}

void Signalling::close() {
    sendBye();
    socket_.close();
}

void Signalling::abort() {
    events_ = {};
    socket_.abort();
}

FileDescriptor Signalling::freeze() {
    events_ = {};
    return socket_.freeze();
}

// Copies, since what is called may end this session and so clear events_.
void Signalling::tellOffer(const std::string& sdp) const {
    if (const auto call = events_.onOffer)
        call(sdp);
}

void Signalling::tellCandidate(const std::string& candidate) const {
    if (const auto call = events_.onCandidate)
        call(candidate);
}

void Signalling::noteError(const std::string& reason) {
    if (lastError_.empty())
        lastError_ = reason;
}

void Signalling::giveUp(const std::string& reason) {
    socket_.abort();
    end(reason);
}

void Signalling::end(const std::string& reason) {
    if (auto onEnd = std::exchange(events_, {}).onEnd)
        onEnd(reason);
}

std::unique_ptr<Signalling> makeSignalling(Protocol protocol, SoupSession* session,
                                           Signalling::Events events) {
    if (protocol == Protocol::Janus)
        return std::make_unique<JanusSignalling>(session, std::move(events));
    return std::make_unique<VitrineSignalling>(session, std::move(events));
}

} // namespace vitrine::loadviewer
