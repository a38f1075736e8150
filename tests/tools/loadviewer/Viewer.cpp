// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Viewer.hpp"

#include "tools/loadviewer/Garbage.hpp"

#include <algorithm>

namespace vitrine::loadviewer {

using namespace std::chrono_literals;

namespace {

/// Packets after the first key frame that put the end in the middle of a group of pictures.
constexpr std::uint64_t kMidGopPackets = 40;
/// Long enough for what was written to reach the server and be acted upon.
constexpr auto kDwell = 50ms;
constexpr auto kGoodByeLimit = 5s;

} // namespace

Viewer::Viewer(const Surroundings& surroundings, ViewerSettings settings)
    : surroundings_(surroundings)
    , settings_(std::move(settings))
    , signalling_(makeSignalling(settings_.protocol, surroundings.http,
                                 {[this](const std::string& sdp) { onOffer(sdp); },
                                  [this](const std::string& text) {
                                      if (const auto candidate = parseCandidate(text))
                                          addCandidate(*candidate);
                                  },
                                  [this](const std::string& reason) {
                                      onServerEnd(reason);
                                  }}))
    , ice_([this](const Endpoint& to, Bytes packet) { socket_.send(to, packet); }) {}

Viewer::~Viewer() {
    if (watched_)
        surroundings_.poller.remove(socket_.fd());
}

void Viewer::start(Clock::time_point now) {
    started_ = now;
    surroundings_.poller.add(socket_.fd(), *this, Poller::Manner::Prompt);
    watched_ = true;
    signalling_->connect(settings_.url);
}

void Viewer::onOffer(const std::string& sdp) {
    if (phase_ != Phase::Joining || offer_)
        return;
    times_.offer = Clock::now();
    auto offer = parseOffer(sdp);
    if (!offer) {
        fail(offer.error().message);
        return;
    }
    offer_ = std::move(offer).value();
    if (settings_.leave == Leave::BeforeAnswer) {
        leaveIn(0ms);
        return;
    }
    if (settings_.leave == Leave::Garbage) {
        throwGarbage();
        return;
    }
    signalling_->sendAnswer(
        makeAnswer(*offer_, {ice_.local(), surroundings_.identity.fingerprint(), settings_.nack}));
    if (settings_.leave == Leave::BeforeIce) {
        leaveIn(kDwell);
        return;
    }
    ice_.setRemote(offer_->ice);
    for (const auto& candidate : offer_->candidates)
        addCandidate(candidate);
}

void Viewer::addCandidate(const RemoteCandidate& candidate) {
    if (phase_ != Phase::Joining || settings_.leave == Leave::BeforeIce)
        return;
    if (settings_.leave == Leave::Garbage) {
        for (const auto& junk : garbageDatagrams())
            socket_.send(candidate.endpoint, junk);
        return;
    }
    ice_.addRemoteCandidate(candidate.endpoint, candidate.priority);
    announceAddress(candidate.endpoint);
    ice_.tick(Clock::now());
}

void Viewer::announceAddress(const Endpoint& remote) {
    const auto local = localAddressTowards(remote);
    if (!local || std::ranges::find(announced_, local->address) != announced_.end())
        return;
    announced_.push_back(local->address);
    signalling_->sendCandidate("candidate:" + std::to_string(announced_.size()) + " 1 udp " +
                               std::to_string(kHostPriority) + ' ' + addressText(*local) + ' ' +
                               std::to_string(socket_.port()) + " typ host");
}

void Viewer::onReadable() {
    auto& batch = surroundings_.batch;
    // Bounded, so that one busy socket does not starve the others; epoll tells us again.
    for (int round = 0; round < 4 && !over(); ++round) {
        const auto count = batch.receive(socket_.fd());
        for (std::size_t i = 0; i < count; ++i) {
            const auto packet = batch.packet(i);
            if (!over())
                onDatagram(packet);
        }
        if (count < PacketBatch::kPackets)
            break;
    }
    considerLeaving();
}

void Viewer::onDatagram(const PacketBatch::Packet& packet) {
    // The first byte tells the protocols apart (RFC 7983).
    const auto first = packet.bytes.empty() ? 255 : packet.bytes[0];
    if (first >= 128 && first <= 191) {
        if (media_)
            media_->onPacket(packet.bytes, packet.arrival);
        else
            ++early_;
    } else if (first >= 20 && first <= 63) {
        if (dtls_ && settings_.leave != Leave::MidHandshake)
            advanceDtls(dtls_->onPacket(packet.bytes));
    } else if (first <= 3) {
        ice_.onPacket(packet.from, packet.bytes, packet.arrival);
        advanceIce(packet.arrival);
    }
}

void Viewer::advanceIce(Clock::time_point now) {
    if (dtls_ || !ice_.selected() || phase_ != Phase::Joining)
        return;
    times_.ice = now;
    dtls_.emplace(surroundings_.identity, offer_->fingerprint, [this](Bytes packet) {
        if (const auto to = ice_.selected())
            socket_.send(*to, packet);
    });
    advanceDtls(dtls_->start());
    if (settings_.leave == Leave::MidHandshake)
        leaveIn(kDwell);
}

void Viewer::advanceDtls(const util::Result<bool>& step) {
    if (!step)
        fail(step.error().message);
    else if (step.value() && !media_)
        startMedia();
    else if (step.value() && dtls_->closedByPeer() && phase_ != Phase::Leaving)
        fail("the server closed the DTLS connection");
}

void Viewer::startMedia() {
    times_.dtls = Clock::now();
    const auto keys = dtls_->keys();
    if (!keys) {
        fail(keys.error().message);
        return;
    }
    MediaSettings media;
    media.checkAll = settings_.checkAll;
    media.early = early_;
    media.h264 = offer_->codec == "H264";
    media.payloadType = offer_->payloadType;
    if (settings_.nack)
        media.rtxPayloadType = offer_->rtxPayloadType;
    media.playoutDelayId = offer_->playoutDelayId;
    media.playoutDelay = settings_.playoutDelay;
    media.nack = settings_.nack;
    media.pliInterval = settings_.pliInterval;
    media.claimedLoss = settings_.claimedLoss;
    media_.emplace(keys.value(), media, [this](Bytes packet) {
        if (const auto to = ice_.selected())
            socket_.send(*to, packet);
    });
}

void Viewer::considerLeaving() {
    if (phase_ != Phase::Joining || !media_ || !media_->counts().firstKeyFrame)
        return;
    if (settings_.leave == Leave::Stay) {
        phase_ = Phase::Watching;
        surroundings_.poller.relax(socket_.fd(), *this);
        return;
    }
    if (settings_.leave == Leave::MidGop && media_->counts().packets < kMidGopPackets)
        return;
    carryOut();
}

void Viewer::leaveIn(std::chrono::milliseconds dwell) {
    leaveTime_ = Clock::now() + dwell;
}

void Viewer::carryOut() {
    switch (settings_.leave) {
    case Leave::Stay:
    case Leave::Clean:
        leave();
        break;
    case Leave::HalfOpen:
        frozen_ = signalling_->freeze();
        finish(Phase::Left);
        break;
    default:
        signalling_->abort();
        finish(Phase::Left);
    }
}

void Viewer::mark(Clock::time_point now) {
    if (media_)
        mark_ = Mark{now, media_->counts().packets, media_->counts().frames,
                     media_->reception().lost()};
}

void Viewer::leave() {
    if (over() || phase_ == Phase::Leaving)
        return;
    phase_ = Phase::Leaving;
    leavingSince_ = Clock::now();
    if (dtls_)
        dtls_->close();
    signalling_->close();
}

void Viewer::throwGarbage() {
    for (const auto& candidate : offer_->candidates)
        addCandidate(candidate);
    const auto junk = garbageFor(settings_.index);
    if (junk.kind == Garbage::Kind::Text)
        signalling_->socket().sendText(junk.bytes);
    else if (junk.kind == Garbage::Kind::Binary)
        signalling_->socket().sendBinary(junk.bytes);
    else
        signalling_->socket().sendRaw(junk.bytes);
}

void Viewer::tick(Clock::time_point now) {
    if (over())
        return;
    if (phase_ == Phase::Leaving) {
        if (now - leavingSince_ > kGoodByeLimit)
            fail("the server did not end the session within 5 s of our bye");
        return;
    }
    if (leaveTime_ && now >= *leaveTime_) {
        carryOut();
        return;
    }
    signalling_->tick(now);
    if (over())
        return;
    ice_.tick(now);
    advanceIce(now);
    if (dtls_ && !dtls_->done() && settings_.leave != Leave::MidHandshake)
        advanceDtls(dtls_->tick());
    if (media_)
        media_->tick(now);
    if (ice_.consentLost(now))
        fail("the server stopped answering ICE checks");
    if (phase_ == Phase::Joining && now - started_ > settings_.joinLimit)
        fail(whatIsMissing());
}

std::string Viewer::whatIsMissing() const {
    if (!times_.offer)
        return "no offer came in time";
    if (settings_.leave == Leave::Garbage)
        return "the server did not end a session full of junk";
    if (!times_.ice)
        return "ICE found no way in time";
    if (!media_)
        return "the DTLS handshake did not end in time";
    if (!media_->counts().firstPacket)
        return "no packet came in time";
    return "no key frame came in time";
}

void Viewer::onServerEnd(const std::string& reason) {
    if (phase_ == Phase::Leaving || (settings_.leave == Leave::Garbage && offer_))
        finish(Phase::Left);
    else
        fail(reason);
}

void Viewer::fail(const std::string& reason) {
    if (over())
        return;
    failure_ = reason;
    signalling_->abort();
    finish(Phase::Failed);
}

void Viewer::finish(Phase phase) {
    phase_ = phase;
    surroundings_.poller.remove(socket_.fd());
    watched_ = false;
}

} // namespace vitrine::loadviewer
