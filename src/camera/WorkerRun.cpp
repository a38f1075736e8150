// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/WorkerRun.hpp"

#include "camera/Retune.hpp"
#include "metrics/ProcessMetrics.hpp"
#include "util/Log.hpp"

#include <system_error>
#include <utility>

namespace vitrine::camera {
namespace {

using namespace std::chrono_literals;

// What leaks fast leaks 20 MiB meanwhile.
constexpr auto kLook = 1s;
// As long as a camera may take to start.
constexpr auto kPatience = 20s;
constexpr std::uint64_t kMiB = 1024UL * 1024;
// The kernel's limit is for what grows faster than we look: beyond what is far above the budget
// (MemoryBudget), and what is its own to the kernel alone, such as the frames in shared memory.
constexpr std::uint64_t kBeside = 64 * kMiB;

} // namespace

struct WorkerRun::Leaving {
    ~Leaving() {
        if (gone)
            gone();
    }
    std::function<void()> gone; // set once, while somebody else than the last is there
};

WorkerRun::WorkerRun(const config::Camera& camera, bool transcode, const House& house,
                     RtpStream& stream, std::shared_ptr<FrameSink> frames, Events events)
    : settings_(camera)
    , transcode_(transcode)
    , house_(house)
    , events_(std::move(events))
    , frames_(std::make_shared<LentFrames>(
          stream, house.time, camera.latency, std::move(frames),
          LentFrames::Events{[live = events_.live, token = token_.weak()](auto caps) {
                                 util::post(token, [live, caps] { live(caps); });
                             },
                             [this, token = token_.weak()](auto giver) {
                                 util::post(token, [this, giver] { onSucceeded(giver); });
                             }}))
    , leaving_(std::make_shared<Leaving>())
    , now_(start()) {
    keyFrames_->connect(now_.link->keyFrameRequest());
    looking_.every(kLook, [this] { look(); });
}

WorkerRun::~WorkerRun() {
    frames_->close();
}

WorkerRun::Member WorkerRun::start() {
    const auto number = ++last_;
    frames_->letIn(number); // before it can say anything
    auto link = std::make_unique<WorkerLink>(
        settings_, transcode_, house_.workers,
        WorkerLink::Listener{
            [frames = frames_, number](const auto& format) { frames->setFormat(number, format); },
            [frames = frames_, number](const auto& frame, const auto& loan) {
                return frames->take(number, frame, loan);
            },
            [this, number](const auto& ending) {
                onOver(number, ending);
            }});
    story().debug("process ", link->pid(), " is started");
    Member member{number, MemoryBudget(0), std::move(link), false, {}};
    setBudget(member);
    return member;
}

void WorkerRun::setBudget(Member& member) const {
    const auto budget = settings_.workerMemory * kMiB;
    member.budget.set(budget);
    member.link->limitMemory(2 * budget + kBeside);
}

std::function<void()> WorkerRun::keyFrameRequest() const {
    return [keyFrames = keyFrames_] {
        keyFrames->request();
    };
}

void WorkerRun::configure(const config::Camera& camera) {
    frames_->setLatency(camera.latency);
    settings_.workerMemory = camera.workerMemory;
    for (auto* member : {&now_, next_ ? &*next_ : nullptr})
        if (member)
            setBudget(*member);
    needsMore_ = false;
}

bool WorkerRun::retune(const EncodeSettings& from, const EncodeSettings& to) {
    const auto encoder = facts().encoder;
    if (encoder.empty())
        return true; // what passes through has nothing to be told
    if (!mayRetune(encoder, from, to))
        return false;
    settings_.bitrate = to.bitrate;
    settings_.keyframeInterval = to.keyframeInterval;
    const worker::Retune told{to.bitrate, to.keyframeInterval};
    now_.link->tell(told);
    if (next_)
        next_->link->tell(told);
    return true;
}

std::optional<metrics::WorkerUse> WorkerRun::worker() const {
    metrics::WorkerUse facts;
    facts.pid = now_.link->pid();
    if (const auto use = metrics::processUse(facts.pid)) {
        facts.residentBytes = use->residentBytes;
        facts.cpuSeconds = use->cpuSeconds;
    }
    return facts;
}

void WorkerRun::look() {
    const auto use = metrics::processUse(now_.link->pid());
    if (!use)
        return; // it has just ended
    const auto verdict = now_.budget.look(use->residentBytes);
    const bool first = !std::exchange(now_.looked, true);
    if (verdict == MemoryBudget::Verdict::FarAbove)
        now_.link->putDown("its own process " + now_.budget.reason());
    else if (verdict == MemoryBudget::Verdict::Above && first)
        needsMore();
    else if (verdict == MemoryBudget::Verdict::Above && !needsMore_)
        onAbove();
    else if (verdict == MemoryBudget::Verdict::Grows && mayReplace_)
        replace();
}

// Another would have as much.
void WorkerRun::needsMore() {
    if (!std::exchange(needsMore_, true))
        util::log::warning(about(), settings_.id, ": its own process ", now_.budget.reason(),
                           ", from its beginning: worker-memory is too small");
}

void WorkerRun::onAbove() {
    if (mayReplace_)
        replace();
    else
        now_.link->putDown("its own process " + now_.budget.reason());
}

void WorkerRun::replace() {
    if (next_)
        return;
    util::log::info(about(), settings_.id, ": its own process ", now_.budget.reason(),
                    ": another takes over");
    profile_ = frames_->profile();
    try {
        next_ = start();
        patience_.once(kPatience, [this] { onNextOver("no picture within 20 s of starting"); });
    } catch (const std::system_error& error) {
        onNextOver(error.what());
    }
}

void WorkerRun::onSucceeded(LentFrames::Giver number) {
    if (!next_ || next_->number != number)
        return; // the first of all
    patience_.stop();
    story().debug("process ", next_->link->pid(), " has taken over from ", now_.link->pid());
    keyFrames_->connect(next_->link->keyFrameRequest());
    seeOff(std::exchange(now_, *std::exchange(next_, std::nullopt)).link);
    events_.replaced();
    if (frames_->profile() != profile_)
        events_.failed("the stream has another profile than before");
}

void WorkerRun::onOver(LentFrames::Giver number, const WorkerLink::Ending& ending) {
    if (next_ && next_->number == number)
        return onNextOver(ending.reason);
    if (next_)
        now_.ended = ending; // the other may be there in a moment
    else
        (ending.unfit ? events_.unfit : events_.failed)(ending.reason);
}

void WorkerRun::onNextOver(const std::string& reason) {
    patience_.stop();
    util::log::warning(about(), settings_.id,
                       ": there cannot be two processes for it at a time: ", reason);
    mayReplace_ = false;
    frames_->letIn(now_.number);
    // From within its own call as a rule: it is seen off when that has returned.
    util::post(token_.weak(), [this] {
        if (next_)
            seeOff((*std::exchange(next_, std::nullopt)).link);
        if (now_.ended)
            events_.failed(now_.ended->reason);
    });
}

void WorkerRun::seeOff(std::unique_ptr<WorkerLink> link) {
    link->end(house_.reapers, [leaving = leaving_]() mutable { leaving.reset(); });
}

void WorkerRun::end(std::function<void()> gone) {
    looking_.stop();
    patience_.stop();
    frames_->close();
    keyFrames_->disconnect();
    leaving_->gone = std::move(gone);
    seeOff(std::move(now_.link));
    if (next_)
        seeOff(std::move(next_->link));
    leaving_.reset();
}

} // namespace vitrine::camera
