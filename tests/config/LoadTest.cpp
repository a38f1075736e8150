// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/KeyFile.hpp"
#include "config/Loader.hpp"
#include "support/TempDir.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <unistd.h>

using namespace vitrine::config;
using vitrine::test::TempDir;

namespace {

/// A loader's surroundings inside a test's folder; standard input must not be touched.
Surroundings inside(const TempDir& dir) {
    return {.defaultFile = dir.path("vitrine.conf"),
            .credentials = dir.path("credentials"),
            .readStdin = [] {
                FAIL_CHECK("standard input was read");
                return vitrine::util::Result<std::string>{std::string{}};
            }};
}

Surroundings withStdin(const TempDir& dir, const vitrine::util::Result<std::string>& text) {
    return {.defaultFile = dir.path("vitrine.conf"),
            .credentials = dir.path("credentials"),
            .readStdin = [text] {
                return text;
            }};
}

Config loaded(const TempDir& dir, const std::optional<std::string>& file = {}) {
    auto config = load(file, inside(dir));
    INFO((config ? std::string{} : config.error().message));
    REQUIRE(config);
    return std::move(config).value();
}

std::string messageOf(const TempDir& dir, const std::optional<std::string>& file = {}) {
    const auto config = load(file, inside(dir));
    REQUIRE_FALSE(config);
    CHECK(config.error().code == "config");
    return config.error().message;
}

} // namespace

TEST_CASE("without any file the embedded default holds") {
    const TempDir dir;
    const auto config = loaded(dir);
    CHECK(config.files.empty());
    CHECK(config.server == Server{});
    CHECK(config.limits == Limits{});
    Camera camera;
    camera.id = "test";
    camera.title = "Test picture";
    camera.source = "test:";
    camera.width = 640;
    camera.height = 480;
    camera.framerate = 30;
    camera.bitrate = 1500;
    REQUIRE(config.cameras.size() == 1);
    CHECK(config.cameras[0] == camera);
    // An empty folder of drop-ins changes nothing.
    std::filesystem::create_directory(dir.path("vitrine.conf.d"));
    CHECK(loaded(dir).cameras.size() == 1);
}

TEST_CASE("an empty default file is a configuration without cameras") {
    const TempDir dir;
    const auto file = dir.write("vitrine.conf", "");
    const auto config = loaded(dir);
    CHECK(config.cameras.empty());
    CHECK(config.files == std::vector<std::string>{file});
}

TEST_CASE("drop-ins override single keys in the order of their names") {
    const TempDir dir;
    const auto main = dir.write("vitrine.conf", "[camera front]\nsource=test:\nwidth=320\n"
                                                "bitrate=100\n[server]\nlisten=127.0.0.1:1\n");
    const auto second = dir.write("vitrine.conf.d/20-b.conf", "[camera front]\nbitrate=300\n");
    const auto first = dir.write("vitrine.conf.d/10-a.conf",
                                 "[camera front]\nbitrate=200\nheight=240\n"
                                 "[server]\nlisten=127.0.0.1:2\n[camera yard]\nsource=test:\n");
    dir.write("vitrine.conf.d/.hidden.conf", "junk");
    dir.write("vitrine.conf.d/30-c.conf~", "junk");
    dir.write("vitrine.conf.d/README", "junk");
    const auto config = loaded(dir);
    CHECK(config.files == std::vector<std::string>{main, first, second});
    CHECK(config.server.listen == std::vector<ListenAddress>{{"127.0.0.1", 2}});
    REQUIRE(config.cameras.size() == 2);
    CHECK(config.cameras[0].id == "front");
    CHECK(config.cameras[0].width == 320);
    CHECK(config.cameras[0].height == 240);
    CHECK(config.cameras[0].bitrate == 300);
    CHECK(config.cameras[1].id == "yard");
}

TEST_CASE("credentials that are drop-ins by their names are read last, with the default file") {
    const TempDir dir;
    dir.write("vitrine.conf", "[camera a]\nsource = test:\ntitle = One\n");
    dir.write("vitrine.conf.d/10.conf", "[camera a]\ntitle = Two\n");
    dir.write("credentials/secrets.conf", "[camera a]\nsource = rtsp://user:secret@192.0.2.20/1\n");
    dir.write("credentials/tls.key", "no configuration");
    const auto config = loaded(dir);
    REQUIRE(config.cameras.size() == 1);
    CHECK(config.cameras[0].title == "Two");
    CHECK(config.cameras[0].source == "rtsp://user:secret@192.0.2.20/1");
    CHECK(config.files.back() == dir.path("credentials/secrets.conf"));

    CHECK(loaded(dir, dir.path("vitrine.conf")).cameras[0].source == "test:");
    auto without = inside(dir);
    without.credentials.clear();
    CHECK(load({}, without).value().cameras[0].source == "test:");
}

TEST_CASE("the folder of credentials is systemd's") {
    setenv("CREDENTIALS_DIRECTORY", "/run/credentials/vitrine.service", 1);
    CHECK(Surroundings{}.credentials == "/run/credentials/vitrine.service");
    unsetenv("CREDENTIALS_DIRECTORY");
    CHECK(Surroundings{}.credentials.empty());
}

TEST_CASE("drop-ins alone are a configuration") {
    const TempDir dir;
    const auto file = dir.write("vitrine.conf.d/a.conf", "[camera a]\nsource=test:\n");
    const auto config = loaded(dir);
    CHECK(config.files == std::vector<std::string>{file});
    CHECK(config.cameras.size() == 1);
}

TEST_CASE("a named file is read with its own drop-ins and nothing else") {
    const TempDir dir;
    dir.write("vitrine.conf", "junk");
    dir.write("vitrine.conf.d/a.conf", "junk");
    const auto file = dir.write("mine", "[camera a]\nsource=test:\n");
    const auto dropIn = dir.write("mine.d/x.conf", "[limits]\nviewers=7\n");
    const auto config = loaded(dir, file);
    CHECK(config.files == std::vector<std::string>{file, dropIn});
    CHECK(config.limits.viewers == 7);
}

TEST_CASE("standard input is read alone") {
    const TempDir dir;
    dir.write("vitrine.conf", "junk");
    const auto config = load("-", withStdin(dir, std::string{"[limits]\nviewers=7\n"}));
    REQUIRE(config);
    CHECK(config.value().limits.viewers == 7);
    CHECK(config.value().files == std::vector<std::string>{"standard input"});

    const auto wrong = load("-", withStdin(dir, std::string{"[limits]\nviewers=x\n"}));
    REQUIRE_FALSE(wrong);
    CHECK_THAT(wrong.error().message,
               ContainsSubstring("standard input:2: [limits] viewers = x: not a whole number"));

    const auto broken =
        load("-", withStdin(dir, vitrine::util::Error{"config", "cannot be read: gone"}));
    REQUIRE_FALSE(broken);
    CHECK(broken.error().message == "standard input: cannot be read: gone");
}

TEST_CASE("a named file that is missing or a directory is an error") {
    const TempDir dir;
    dir.write("mine.d/x.conf", "");
    CHECK(messageOf(dir, dir.path("mine")) ==
          dir.path("mine") + ": the configuration file does not exist");
    CHECK_THAT(messageOf(dir, dir.path("mine.d")),
               ContainsSubstring("the configuration file is a directory"));
    CHECK_THAT(messageOf(dir, dir.path("mine.d/x.conf/y")),
               ContainsSubstring("the configuration file cannot be read: "));
}

TEST_CASE("a drop-in that cannot be read is an error") {
    const TempDir dir;
    dir.write("vitrine.conf", "");
    std::filesystem::create_directories(dir.path("vitrine.conf.d/a.conf"));
    std::filesystem::create_symlink("nowhere", dir.path("vitrine.conf.d/b.conf"));
    const auto message = messageOf(dir);
    CHECK_THAT(message, ContainsSubstring("a.conf: the configuration file is a directory"));
    CHECK_THAT(message, ContainsSubstring("b.conf: the configuration file does not exist"));
}

TEST_CASE("a folder of drop-ins that is none is an error, also without a default file") {
    const TempDir dir;
    const auto file = dir.write("vitrine.conf.d", "");
    CHECK_THAT(messageOf(dir), ContainsSubstring(file + ": the folder of drop-ins cannot be read"));
}

TEST_CASE("files that this user may not read are told as such") {
    // For root every file is readable.
    if (geteuid() == 0) {
        SUCCEED("run as root");
        return;
    }
    const TempDir dir;
    std::filesystem::permissions(dir.write("vitrine.conf", ""), std::filesystem::perms::none);
    CHECK_THAT(messageOf(dir), ContainsSubstring("permission denied"));
}

TEST_CASE("a file that is too large is not read to its end") {
    const TempDir dir;
    const auto file = dir.write("vitrine.conf", "");
    std::filesystem::resize_file(file, 10 * kMaxTextSize);
    CHECK(messageOf(dir) ==
          file + ": is larger than 1 MiB, the most a configuration file may have");
}

TEST_CASE("problems of several files are told in the order of the files") {
    const TempDir dir;
    const auto main = dir.write("vitrine.conf", "[camera a]\nwidth=1\n[camera b]\n");
    const auto dropIn = dir.write("vitrine.conf.d/a.conf", "[camera b]\nsource=x\n[camera b]\n");
    const auto message = messageOf(dir);
    const auto first = message.find(main + ":1: [camera a] has no source");
    const auto second = message.find(main + ":2: [camera a] width");
    const auto third = message.find(dropIn + ":2: [camera b] source = x");
    const auto fourth = message.find(dropIn + ":3: the group [camera b] stands twice");
    CHECK(first == 0);
    CHECK(first < second);
    CHECK(second < third);
    CHECK(third < fourth);
    CHECK(fourth != std::string::npos);
}

TEST_CASE("the TLS files must be readable") {
    const TempDir dir;
    const auto certificate = dir.write("tls.crt", "x");
    const auto main = dir.write("vitrine.conf", "[server]\ntls-certificate = " + certificate +
                                                    "\ntls-key = " + dir.path("tls.key") + "\n");
    CHECK(messageOf(dir) == main + ":3: [server] tls-key = " + dir.path("tls.key") +
                                ": the file does not exist; allowed: the path of a readable PEM "
                                "file, together with tls-certificate");
    dir.write("tls.key", "x");
    CHECK(loaded(dir).server.tlsKey == dir.path("tls.key"));
    std::filesystem::remove(certificate);
    std::filesystem::create_directory(certificate);
    CHECK_THAT(messageOf(dir), ContainsSubstring("vitrine.conf:2: [server] tls-certificate") &&
                                   ContainsSubstring("the file is a directory"));
}
