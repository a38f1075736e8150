// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Recorder.hpp"

#include <utility>

namespace vitrine::recording {

Recorder::Recorder(const config::Recording& settings, const fanout::Feed& feed,
                   const gst::HouseTime& houseTime, metrics::HouseMetrics& metrics)
    : settings_(settings)
    , fanOut_(feed.fanOut()) {
    const auto& id = feed.settings().id;
    const RecordingMetrics counted(metrics, id);
    intake_ = std::make_shared<Intake>(houseTime, counted.dropped);
    scribe_ = std::make_shared<Scribe>(settings, id, intake_, counted);
    thread_.emplace("record-" + id, [scribe = scribe_] { scribe->run(); });
    subscription_ = fanOut_->subscribe(intake_, std::make_shared<fanout::KeyframeBudget>(),
                                       fanout::Tally{counted.dropped, nullptr}, util::Clock::now(),
                                       "recording-" + id);
}

Recorder::~Recorder() {
    end();
}

void Recorder::end() {
    if (auto subscription = std::exchange(subscription_, nullptr))
        fanOut_->unsubscribe(subscription);
    intake_->close();
}

} // namespace vitrine::recording
