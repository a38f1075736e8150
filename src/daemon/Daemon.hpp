// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "access/Doorman.hpp"
#include "config/Config.hpp"
#include "daemon/MemoryMonitor.hpp"
#include "daemon/Roster.hpp"
#include "daemon/ServiceManager.hpp"
#include "daemon/Signals.hpp"
#include "fanout/Feeds.hpp"
#include "gst/DebugDump.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Reaper.hpp"
#include "gst/Reapers.hpp"
#include "http/Routes.hpp"
#include "http/Server.hpp"
#include "metrics/HouseMetrics.hpp"
#include "publish/Outlets.hpp"
#include "recording/Recordings.hpp"
#include "recording/Stills.hpp"
#include "signalling/Sessions.hpp"
#include "util/MainLoop.hpp"
#include "viewer/Registry.hpp"
#include "viewer/Viewer.hpp"

#include <functional>
#include <vector>

namespace vitrine::daemon {

/// The whole house: owns every room; the order of its members is the order of their lives.
///
/// Owner: main(). Thread: main.
class Daemon {
  public:
    using ReadConfig = std::function<util::Result<config::Config>()>;

    /// Binds the addresses, or takes the sockets that systemd passes instead; throws
    /// http::ListenError when that cannot be. `readAgain` reads the configuration anew, for a
    /// reload; `debugLog` outlives this.
    Daemon(config::Config config, ReadConfig readAgain, gst::DebugLog& debugLog);
    ~Daemon();
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    /// Starts the cameras and serves until SIGTERM or SIGINT; SIGHUP reloads.
    void run();

  private:
    void announce() const;
    void warnIfOpen() const;
    void tellStatus();
    util::Result<http::ReloadReport> reload();
    util::Result<http::ReloadReport> putInPlace(config::Config next);
    void stop();

    std::vector<gst::Ref<GSocket>> passedSockets_;
    config::Config config_;
    ReadConfig readAgain_;
    metrics::Registry registry_;
    metrics::HouseMetrics metrics_;
    gst::HouseTime houseTime_;
    recording::Recordings recordings_; // ends last of those that may hang, and hangs alone
    camera::Workers workers_;          // before the cameras' reapers, whose work ends their groups
    gst::Reapers cameraReapers_;       // apart from the viewers': a source may take seconds to stop
    util::Readiness feedback_;         // before the reaper, whose work uses it
    gst::Reaper viewerReaper_;
    fanout::Feeds feeds_;
    recording::Stills stills_;
    viewer::Registry viewers_;
    viewer::House house_;
    signalling::Sessions sessions_;
    publish::Outlets outlets_;
    Roster roster_;
    access::Doorman doorman_;
    http::Routes routes_;
    http::Server server_;
    gst::Unique<GMainLoop, g_main_loop_unref> loop_;
    Signals signals_;
    MemoryMonitor memory_;
    gst::DebugLog& debugLog_;
    gst::DebugDump debugDump_;
    ServiceManager serviceManager_;
    util::Timer lookAfter_; // pipelines that hang, what systemctl shows, debug lines to be written
    bool staleConfiguration_ = false;
    bool stopping_ = false;
};

} // namespace vitrine::daemon
