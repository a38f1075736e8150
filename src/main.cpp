// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "Version.hpp"
#include "camera/CameraWorker.hpp"
#include "camera/Devices.hpp"
#include "config/CommandLine.hpp"
#include "config/Loader.hpp"
#include "daemon/CrashReport.hpp"
#include "daemon/Credentials.hpp"
#include "daemon/Daemon.hpp"
#include "daemon/Memory.hpp"
#include "daemon/WarmUp.hpp"
#include "gst/Error.hpp"
#include "gst/Init.hpp"
#include "util/ExitCode.hpp"
#include "util/Log.hpp"
#include "util/Text.hpp"

#include <iostream>

using namespace vitrine;

namespace {

int work() {
    try {
        return camera::runCameraWorker();
    } catch (const std::exception& error) {
        util::log::error("camera", error.what());
        return toInt(util::ExitCode::Internal);
    }
}

// The problems stand in lines of their own: for who typed the command as they are.
void tellConfigurationFaults(const std::string& faults) {
    if (!util::log::isJournal()) {
        std::cerr << faults << '\n';
        return;
    }
    for (const auto& line : util::split(faults, '\n'))
        util::log::lastWord("daemon", line);
}

// The log's last words.
struct Farewell {
    Farewell() = default;
    ~Farewell() { util::log::tellRepeats(true); }
    Farewell(const Farewell&) = delete;
    Farewell& operator=(const Farewell&) = delete;
};

} // namespace

int main(int argc, char** argv) {
    daemon::boundHeap();
    daemon::keepOpenSslToTheEnd();
    if (camera::isCameraWorker(argc, argv))
        return work();
    const Farewell farewell;
    try {
        const auto options = config::parseCommandLine(argc, argv);
        if (!options) {
            std::cerr << "vitrine: " << options.error().message << '\n';
            return toInt(util::ExitCode::Usage);
        }
        if (options.value().help) {
            std::cout << config::helpText();
            return toInt(util::ExitCode::Ok);
        }
        if (options.value().version) {
            std::cout << "vitrine " VITRINE_VERSION "\n";
            return toInt(util::ExitCode::Ok);
        }
        if (options.value().hashPassword)
            return toInt(daemon::printPasswordHash());
        if (options.value().newToken)
            return toInt(daemon::printNewToken());
        if (options.value().listDevices) {
            const gst::Library gstreamer;
            std::cout << camera::formatDevices(camera::listDevices());
            return toInt(util::ExitCode::Ok);
        }
        const auto config = config::load(options.value().configFile);
        if (!config) {
            tellConfigurationFaults(config.error().message);
            return toInt(util::ExitCode::Configuration);
        }
        if (options.value().checkConfig) {
            std::cout << config::describe(config.value()) << '\n';
            return toInt(util::ExitCode::Ok);
        }
        const gst::Library gstreamer;
        const daemon::CrashReport crashReport(gstreamer.debugLog());
        const auto& file = options.value().configFile;
        daemon::Daemon(
            config.value(),
            [&file]() -> util::Result<config::Config> {
                if (file == "-")
                    return util::Error{"config", "standard input cannot be read again"};
                return config::load(file);
            },
            gstreamer.debugLog())
            .run();
        return toInt(util::ExitCode::Ok);
    } catch (const http::ListenError& error) {
        util::log::lastWord("daemon", error.what());
        return toInt(util::ExitCode::CannotListen);
    } catch (const std::exception& error) {
        util::log::lastWord("daemon", error.what());
        return toInt(util::ExitCode::Internal);
    }
}
