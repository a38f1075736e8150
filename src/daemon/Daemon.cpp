// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Daemon.hpp"

#include "config/Loader.hpp"
#include "config/NeedRestart.hpp"
#include "daemon/Limits.hpp"
#include "daemon/Memory.hpp"
#include "daemon/PassedSockets.hpp"
#include "daemon/WarmUp.hpp"
#include "http/Certificate.hpp"
#include "metrics/ProcessMetrics.hpp"
#include "util/ExitCode.hpp"
#include "util/Log.hpp"
#include "util/MessageIds.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace vitrine::daemon {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookInterval = 1s;
// A viewer that has said goodbye, too, has closed by then. The whole end has 5 s.
constexpr auto kGoodbye = 800ms;
// A WHIP server that is told that nothing comes any more.
constexpr auto kFarewell = 1000ms;

bool isLoopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool onlyHere(const std::vector<config::ListenAddress>& listen) {
    return std::all_of(listen.begin(), listen.end(),
                       [](const auto& address) { return isLoopback(address.host); });
}

// systemd's StateDirectory=; where there is none, sessions and links end with the process.
std::string stateFolder() {
    const auto* folder = std::getenv("STATE_DIRECTORY");
    return folder ? folder : "";
}

viewer::IceSettings configuredIce(const config::Config& config) {
    return {config.ice.stunServer,     config.ice.turnServers,
            config.ice.turnSecret,     config.ice.portRange,
            config.ice.localAddresses, config.ice.publicAddress,
            config.ice.relayOnly,      config.ice.tcp};
}

// A server that only this machine can reach offers its media only there, too.
viewer::IceSettings iceSettings(const config::Config& config,
                                const std::vector<config::ListenAddress>& passed) {
    auto ice = configuredIce(config);
    const auto& listen = passed.empty() ? config.server.listen : passed;
    if (onlyHere(listen) && ice.localAddresses.empty())
        ice.localAddresses = {"127.0.0.1"};
    return ice;
}

unsigned residentMiB() {
    return static_cast<unsigned>(metrics::residentBytes() >> 20U);
}

namespace id = util::log::id;

util::log::About about(const char* messageId, util::Place where = util::Place::here()) {
    return util::log::About("daemon", where).message(messageId);
}

// A source that does not stop would hold up GStreamer's own end as well. By now everybody has been
// told goodbye and everything is closed: there is nothing left to do but to leave.
[[noreturn]] void leave() {
    util::log::tellRepeats(true);
    std::_Exit(util::toInt(util::ExitCode::Ok));
}

} // namespace

Daemon::Daemon(config::Config config, ReadConfig readAgain, gst::DebugLog& debugLog)
    : passedSockets_(takePassedSockets())
    , config_(std::move(config))
    , readAgain_(std::move(readAgain))
    , metrics_(registry_)
    , recordings_(houseTime_, metrics_, leave)
    , workers_(worker::ControlGroups::takeOver())
    , cameraReapers_("camera-reaper", leave)
    , feedback_("viewer-feedback")
    , viewerReaper_("viewer-reaper", trimHeap, leave)
    , stills_(houseTime_)
    , viewers_(config_.limits,
               {residentMiB, [this] { return viewerReaper_.pending(); }, descriptorsLeft})
    , house_{houseTime_, viewerReaper_, feedback_,
             iceSettings(config_, addressesOf(passedSockets_)), config_.server.sendPath}
    , sessions_(viewers_, house_)
    , outlets_(
          feeds_, viewers_,
          {houseTime_, viewerReaper_, feedback_, configuredIce(config_), config_.server.sendPath},
          registry_)
    , roster_({feeds_,
               sessions_,
               outlets_,
               recordings_,
               stills_,
               metrics_,
               {houseTime_, cameraReapers_, workers_}})
    , doorman_(config_.users, stateFolder())
    , routes_(
          feeds_, viewers_, sessions_, outlets_, stills_, recordings_, registry_, debugLog,
          doorman_, [this] { return reload(); }, config_.server.allowedOrigins,
          !config_.server.tlsCertificate.empty())
    , server_(config_.limits)
    , loop_(g_main_loop_new(nullptr, FALSE))
    , memory_(registry_, [this] { return viewers_.viewers(); })
    , debugLog_(debugLog)
    , debugDump_(debugLog, gst::DebugDump::defaultPath()) {
    util::log::setLevels(config_.log);
    raiseFileLimit();
    if (!workers_.whyUnlimited().empty())
        util::log::debug("daemon", "cameras' own processes run without limits of the kernel: ",
                         workers_.whyUnlimited());
    warmUp();
    metrics::addProcessMetrics(registry_);
    registry_.addCollector([this] {
        return std::vector{metrics::Sample{
            "vitrine_viewers_ending",
            "Viewers being taken down, and one more until what they took is given back.",
            metrics::Kind::Gauge, static_cast<double>(viewerReaper_.pending())}};
    });
    registry_.addCollector([this] {
        return std::vector{
            metrics::Sample{"vitrine_pipelines_stuck",
                            "Pipelines of cameras and viewers that do not stop.",
                            metrics::Kind::Gauge,
                            static_cast<double>(viewerReaper_.stuck() + cameraReapers_.stuck())},
            metrics::Sample{"vitrine_http_connections", "Connections that are no WebSockets.",
                            metrics::Kind::Gauge,
                            static_cast<double>(server_.connections().serving())},
            metrics::Sample{"vitrine_http_turned_away_total",
                            "Connections refused, or ended for being slow or too many.",
                            metrics::Kind::Counter,
                            static_cast<double>(server_.connections().turnedAway())}};
    });
    routes_.mount(server_.get());
    server_.listen(config_.server, passedSockets_);
    sessions_.setElsewhere([this](std::string_view camera) { return outlets_.elsewhere(camera); });
    workers_.setDebug(debugLog_.shown().text());
    // Last: nothing may throw any more, for then nobody would take it back.
    debugLog_.setOnShown([this] { workers_.setDebug(debugLog_.shown().text()); });
}

Daemon::~Daemon() {
    debugLog_.setOnShown({});
}

void Daemon::run() {
    for (const int signal : {SIGTERM, SIGINT})
        signals_.on(signal, [this] { stop(); });
    signals_.on(SIGHUP, [this] { static_cast<void>(reload()); });
    signals_.on(SIGUSR1, [this] {
        debugLog_.toggleStories();
        util::log::info("daemon", "what GST_DEBUG says is now \"", debugLog_.shown().text(), '"');
    });
    lookAfter_.every(kLookInterval, [this] {
        viewerReaper_.look();
        cameraReapers_.look();
        debugDump_.look(util::Clock::now());
        util::log::tellRepeats();
        tellStatus();
    });
    roster_.configure(config_);
    outlets_.apply(config_);
    announce();
    tellStatus();
    serviceManager_.ready();
    g_main_loop_run(loop_.get());
}

void Daemon::announce() const {
    if (config_.files.empty())
        util::log::info("daemon", "no configuration: showing the embedded test camera");
    for (const auto& url : server_.urls())
        util::log::info(about(id::kListening).alwaysTold(), "open ", url);
    warnIfOpen();
}

void Daemon::warnIfOpen() const {
    const auto passed = addressesOf(passedSockets_);
    const auto& listen = passed.empty() ? config_.server.listen : passed;
    if (!doorman_.isOpen() || onlyHere(listen))
        return;
    util::log::warning("daemon",
                       "EVERYBODY who reaches this server may watch and operate every camera: it "
                       "listens beyond this machine, and there are no users; add a [user NAME] "
                       "(vitrine --hash-password), or listen on 127.0.0.1");
}

void Daemon::tellStatus() {
    if (stopping_)
        return;
    Census census{.cameras = feeds_.all().size(),
                  .viewers = viewers_.viewers(),
                  .staleConfiguration = staleConfiguration_};
    for (const auto& feed : feeds_.all()) {
        const auto phase = feed->camera().state().phase;
        census.live += phase == camera::Phase::Live ? 1 : 0;
        census.idle += phase == camera::Phase::Idle ? 1 : 0;
    }
    serviceManager_.status(statusLine(census));
}

util::Result<http::ReloadReport> Daemon::reload() {
    serviceManager_.reloading();
    auto config = readAgain_();
    auto report = config ? putInPlace(std::move(config).value())
                         : util::Result<http::ReloadReport>(config.error());
    staleConfiguration_ = !report;
    if (report) {
        util::log::info(about(id::kReloaded).alwaysTold(),
                        "reloaded: ", http::reloadText(report.value()));
        for (const auto& line : util::split(config::describe(config_), '\n'))
            util::log::info(about("").alwaysTold(), line);
        for (const auto& key : report.value().needRestart)
            util::log::warning("daemon", key, " changes with a restart");
        warnIfOpen();
    } else {
        for (const auto& line : util::split(report.error().message, '\n'))
            util::log::error(about("").alwaysTold(), line);
        util::log::error(about(id::kReloadRefused).alwaysTold(),
                         "nothing is reloaded: the configuration stays as it was");
    }
    tellStatus();
    serviceManager_.ready();
    return report;
}

util::Result<http::ReloadReport> Daemon::putInPlace(config::Config next) {
    // A file that was mislaid must not open the door.
    if (next.users.empty() && !config_.users.empty())
        return util::Error{"users", "there would be no [user NAME] any more, and everybody could "
                                    "watch: that takes a restart"};
    http::ReloadReport report;
    report.needRestart = config::needRestart(config_, next);
    // What may fail comes first: after it nothing does, so that all of it holds or nothing.
    const bool tls = !config_.server.tlsCertificate.empty();
    if (tls && config::sameTls(config_.server, next.server)) {
        try {
            report.certificate = server_.useCertificate(http::loadCertificate(next.server));
        } catch (const http::ListenError& error) {
            return util::Error{"certificate", error.what()};
        }
    } else {
        next.server.tlsCertificate = config_.server.tlsCertificate;
        next.server.tlsKey = config_.server.tlsKey;
    }
    next.server.listen = config_.server.listen;
    next.server.sendPath = config_.server.sendPath;
    next.ice = config_.ice;
    report.limits = next.limits != config_.limits;
    viewers_.setLimits(next.limits);
    server_.connections().setLimits(next.limits);
    report.log = next.log != config_.log;
    util::log::setLevels(next.log);
    routes_.setAllowedOrigins(next.server.allowedOrigins);
    report.users = next.users != config_.users;
    doorman_.setUsers(next.users);
    report.cameras = roster_.configure(next);
    report.outlets = next.publishes != config_.publishes || next.forwards != config_.forwards ||
                     next.elsewhere != config_.elsewhere;
    outlets_.apply(next);
    routes_.endForbidden();
    config_ = std::move(next);
    return report;
}

void Daemon::stop() {
    if (std::exchange(stopping_, true))
        return;
    util::log::info(about(id::kStopping), "stopping");
    serviceManager_.stopping();
    sessions_.endAll("the server stops");
    // What was said goes out before the loop ends, and whoever was about to come is told as well.
    outlets_.endAll(kFarewell, [this] {
        server_.windDown(kGoodbye, [this] { g_main_loop_quit(loop_.get()); });
    });
}

} // namespace vitrine::daemon
