// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "Parsed.hpp"

#include "config/EncoderNames.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace vitrine::config;
using vitrine::test::messageOf;
using vitrine::test::parsed;

TEST_CASE("every key reaches its field") {
    const auto config = parsed(R"([server]
listen = 0.0.0.0:80; [::1]:0 ;localhost:8443
tls-certificate = /a.crt
tls-key = /a.key
[ice]
stun-server = stun://stun.example.org:3478
turn-server = turn://user:p%40ss@[2001:db8::1]:3478?transport=tcp; turns://turn.example.org:5349
turn-secret = north;south
port-range = 50000-50999
local-addresses = 192.0.2.7; ::1
public-address = 203.0.113.9
transport-policy = relay
tcp = true
[limits]
viewers = 10000
viewers-per-camera = 1
memory = 64
slow-viewer = 0
reconnect-grace = 300
[log]
level = warning
rooms = viewer : debug; http:error
[auto]
v4l2 = true
[camera front]
title = Haustür
source = rtsp://u:p@cam/1#transport=udp
width = 64
height = 4320
framerate = 240
codec = h264
bitrate = 100000
keyframe-interval = 3600
encoder = vah264enc
latency = smooth
on-demand = true
linger = 0
isolation = process
record = /srv/films
record-segment = 3600
record-age = 0
record-size = 1
)");
    const Server server{{{"0.0.0.0", 80}, {"::1", 0}, {"localhost", 8443}}, "/a.crt", "/a.key"};
    CHECK(config.server == server);
    Ice ice;
    ice.stunServer = "stun://stun.example.org:3478";
    ice.turnServers = {"turn://user:p%40ss@[2001:db8::1]:3478?transport=tcp",
                       "turns://turn.example.org:5349"};
    ice.turnSecret = "north;south";
    ice.portRange = {50000, 50999};
    ice.localAddresses = {"192.0.2.7", "::1"};
    ice.publicAddress = "203.0.113.9";
    ice.relayOnly = true;
    ice.tcp = true;
    CHECK(config.ice == ice);
    CHECK(config.limits ==
          Limits{10000, 1, 64, std::chrono::seconds{0}, std::chrono::seconds{300}});
    using Level = vitrine::util::log::Level;
    CHECK(config.log == vitrine::util::log::Levels{
                            Level::Warning, {{"viewer", Level::Debug}, {"http", Level::Error}}});
    CHECK(config.automatic == Automatic{true});
    Camera camera;
    camera.id = "front";
    camera.title = "Haustür";
    camera.source = "rtsp://u:p@cam/1#transport=udp";
    camera.width = 64;
    camera.height = 4320;
    camera.framerate = 240;
    camera.bitrate = 100000;
    camera.keyframeInterval = std::chrono::seconds{3600};
    camera.encoder = "vah264enc";
    camera.latency = Latency::Smooth;
    camera.onDemand = true;
    camera.linger = std::chrono::seconds{0};
    camera.isolation = Isolation::Process;
    camera.record = {"/srv/films", std::chrono::seconds{3600}, std::chrono::hours{0}, 1};
    REQUIRE(config.cameras.size() == 1);
    CHECK(config.cameras[0] == camera);
    CHECK(config.files == std::vector<std::string>{"x.conf"});
}

TEST_CASE("everything but a camera's source has a default") {
    const auto empty = parsed("");
    CHECK(empty.server == Server{});
    CHECK(empty.ice == Ice{});
    CHECK(empty.limits == Limits{});
    CHECK(empty.automatic == Automatic{});
    CHECK(empty.cameras.empty());

    const auto config = parsed("[camera b-2]\nsource = test:\n[server]\n[ice]\n[limits]\n"
                               "[camera a]\nsource=libcamera:\n");
    CHECK(config.server == Server{});
    REQUIRE(config.cameras.size() == 2);
    Camera camera;
    camera.id = camera.title = "b-2";
    camera.source = "test:";
    CHECK(config.cameras[0] == camera);
    CHECK(config.cameras[1].id == "a");
}

TEST_CASE("an empty value clears what has no default") {
    const auto config = parsed("[ice]\nstun-server =\nturn-server =\nturn-secret =\nport-range =\n"
                               "local-addresses =\npublic-address =\n[server]\ntls-key =\n"
                               "tls-certificate =\n");
    CHECK(config.ice == Ice{});
    CHECK(config.server == Server{});
}

TEST_CASE("every encoder that the room names is accepted") {
    for (const auto name : encoderNames()) {
        const auto config =
            parsed("[camera a]\nsource = test:\nencoder = " + std::string{name} + "\n");
        CHECK(config.cameras.at(0).encoder == name);
    }
    CHECK(encoderNames().front() == "v4l2h264enc");
    CHECK(encoderNames().size() == 6);
}

TEST_CASE("each wrong value is told with group, key, value, reason and what is allowed") {
    struct Row {
        std::string group;
        std::string entry;
        std::vector<std::string> words;
    };
    const std::vector<Row> rows{
        {"server", "listen = 127.0.0.1", {"the port is missing", "such as 127.0.0.1:8080"}},
        {"server", "listen = 8080", {"the port is missing"}},
        {"server", "listen = :8080", {"not an IP address or \"localhost\""}},
        {"server", "listen = example.org:80", {"\"example.org:80\": the host is not an IP"}},
        {"server", "listen = ::1:8080", {"an IPv6 address needs brackets"}},
        {"server", "listen = [::1:8080", {"do not match"}},
        {"server", "listen = [127.0.0.1]:80", {"brackets are for IPv6"}},
        {"server", "listen = [::1]", {"the port is missing"}},
        {"server", "listen = 127.0.0.1:65536", {"the port is not a number from 0 to 65535"}},
        {"server", "listen = 127.0.0.1:http", {"the port is not a number from 0 to 65535"}},
        {"server", "listen = 127.0.0.1:80;127.0.0.1:80", {"\"127.0.0.1:80\" stands twice"}},
        {"server", "listen = ;", {"there is no address"}},
        {"server", "allowed-origins = example.org", {"\"example.org\" does not begin with https"}},
        {"server", "allowed-origins = https://a.org/x", {"is not a scheme and a host alone"}},
        {"server", "allowed-origins = https://", {"is not a scheme and a host alone"}},
        {"server", "allowed-origins = *;https://A.org", {"has capital letters"}},
        {"ice", "stun-server = stun.example.org", {"stun://", "allowed: stun://host:port"}},
        {"ice", "stun-server = stun://host", {"the port is missing"}},
        {"ice", "stun-server = stun://host:0", {"1 to 65535"}},
        {"ice", "turn-server = stun://u:p@h:1", {"does not begin with turn://"}},
        {"ice", "turn-server = turns://u:p@h:1?transport=udp", {"can only be transport=tcp"}},
        {"ice", "turn-server = turns://u:p@h:1", {"for viewers alone", "turn-secret"}},
        {"ice", "turn-server = turn://u:p@h:1;x@h:1", {"turn:// or turns://", "';' as %3B"}},
        {"ice", "turn-server = turn://h:1", {"without user:password@", "turn-secret"}},
        {"ice", "turn-secret = x", {"set without turn-server"}},
        {"ice", "transport-policy = relay", {"no way at all without a turn:// in"}},
        {"ice", "transport-policy = relya", {"did you mean \"relay\"?", "allowed: all, relay"}},
        {"ice", "public-address = example.org", {"not an IP address", "such as 203.0.113.9"}},
        {"ice", "tcp = maybe", {"allowed: true, false"}},
        {"ice", "turn-server = turn://u@h:1", {"the user or the password is missing"}},
        {"ice", "turn-server = turn://u:@h:1", {"the user or the password is missing"}},
        {"ice", "turn-server = turn://u:p@h", {"the port is missing"}},
        {"ice", "turn-server = turn://u:p/q@h:1", {"'/' as %2F"}},
        {"ice", "turn-server = turn://u:p@h:1?transport=tls", {"transport=udp"}},
        {"ice", "port-range = 50000", {"not a range", "such as 50000-50999"}},
        {"ice", "port-range = 50000-x", {"not a range of two whole numbers"}},
        {"ice", "port-range = 1023-2000", {"allowed: two ports of 1024 to 65535"}},
        {"ice", "port-range = 2000-65536", {"1024 to 65535"}},
        {"ice", "port-range = 3000-2000", {"the first port is above the last"}},
        {"ice", "local-addresses = 192.0.2.7;eth0", {"\"eth0\" is not an IP address"}},
        {"limits", "viewers = 0", {"too small; allowed: 1 to 10000"}},
        {"limits", "viewers-per-camera = 10001", {"too large; allowed: 1 to 10000"}},
        {"limits", "memory = 63", {"too small; allowed: 64 to 1048576"}},
        {"limits", "memory = 512M", {"= 512M: not a whole number"}},
        {"log",
         "level = verbose",
         {"[log] level = verbose", "allowed: error, warning, info, debug"}},
        {"log", "level = warn", {"did you mean \"warning\"?"}},
        {"log", "rooms = viewer", {"viewer: the level is missing", "viewer:debug"}},
        {"log", "rooms = camra:debug", {"did you mean \"camera\"?"}},
        {"log", "rooms = camera:debgu", {"did you mean \"debug\"?"}},
        {"log", "rooms = http:info;http:error", {"twice"}},
        {"auto", "v4l2 = on", {"[auto] v4l2 = on", "allowed: true, false"}},
        {"camera a", "title =", {"the title is empty; allowed: 1 to 200 characters"}},
        {"camera a", "title = x\\ny", {"title: the value holds a control character"}},
        {"camera a", "width = 641", {"not an even number; allowed: 64 to 7680"}},
        {"camera a", "width = 62", {"too small"}},
        {"camera a", "height = 4322", {"too large; allowed: 64 to 4320"}},
        {"camera a", "framerate = 3O", {"framerate = 3O: not a whole number; allowed: 1 to 240"}},
        {"camera a", "framerate = 30 # fps", {"a comment needs a line of its own"}},
        {"camera a", "framerate = -1", {"not a whole number"}},
        {"camera a", "framerate = 29.97", {"not a whole number"}},
        {"camera a", "framerate =", {"not a whole number"}},
        {"camera a", "bitrate = 99999999999999999999", {"too large; allowed: 50 to 100000"}},
        {"camera a", "bitrate = 49", {"too small"}},
        {"camera a", "keyframe-interval = 0", {"too small; allowed: 1 to 3600"}},
        {"camera a", "linger = 86401", {"too large; allowed: 0 to 86400"}},
        {"camera a", "codec = h265", {"did you mean \"h264\"?", "allowed: h264"}},
        {"camera a", "encoder = x264", {"did you mean \"x264enc\"?", "allowed: auto, v4l2h264enc"}},
        {"camera a", "encoder = x265enc", {"did you mean \"x264enc\"?"}},
        {"camera a", "latency = instnat", {"did you mean \"instant\"?", "balanced, smooth"}},
        {"camera a", "latency = low", {"unknown word; allowed: instant, balanced, smooth"}},
        {"camera a", "on-demand = yes", {"not true or false; allowed: true, false"}},
        {"camera a", "record = films", {"record = films: not an absolute path"}},
        {"camera a", "record-segment = 0", {"too small; allowed: 1 to 3600"}},
        {"camera a", "record-age = 87601", {"too large; allowed: 0 to 87600"}},
        {"camera a", "record-size = 10G", {"not a whole number; allowed: 0 to 16777216"}},
        {"camera a",
         "isolation = inprocess",
         {"did you mean \"in-process\"?", "allowed: in-process, process"}},
    };
    for (const auto& row : rows) {
        INFO(row.entry);
        const bool camera = row.group == "camera a";
        const auto message =
            messageOf("\n[" + row.group + "]\n" + (camera ? "source = test:\n" : "# filler\n") +
                      row.entry + "\n");
        const auto key = row.entry.substr(0, row.entry.find(' '));
        CHECK_THAT(message, Catch::Matchers::StartsWith("x.conf:4: [" + row.group + "] " + key));
        CHECK(message.find('\n') == std::string::npos);
        for (const auto& word : row.words)
            CHECK_THAT(message, ContainsSubstring(word));
    }
}

TEST_CASE("a source's error is told once with what is allowed") {
    CHECK(messageOf("[camera a]\nsource = rstp://u:secret@cam/1\n") ==
          "x.conf:2: [camera a] source = rstp:***: unknown scheme \"rstp:\"; did you mean "
          "\"rtsp://\"?; allowed: test:, v4l2:/dev/…, libcamera:[id], rtsp://…, rtsps://…, "
          "file:/path, pipeline:fragment");
    CHECK_THAT(messageOf("[camera a]\nsource = v4l2:video0\n"),
               ContainsSubstring("source = v4l2:video0: v4l2: needs a device") &&
                   ContainsSubstring("; allowed: test:"));
}

TEST_CASE("the limits of values are themselves allowed") {
    parsed(
        "[ice]\nport-range = 1024-65535\n[camera a]\nsource=test:\nwidth=7680\nheight=64\n"
        "framerate=1\nbitrate=50\nkeyframe-interval=1\nlinger=86400\n[limits]\nmemory=1048576\n");
    std::string title;
    for (int i = 0; i < 200; ++i)
        title += "ü";
    CHECK(parsed("[camera a]\nsource=test:\ntitle=" + title).cameras.at(0).title == title);
    CHECK_THAT(messageOf("[camera a]\nsource=test:\ntitle=" + title + "x"),
               ContainsSubstring("the title is too long; allowed: 1 to 200 characters"));
    const std::string id(63, 'a');
    CHECK(parsed("[camera " + id + "]\nsource=test:\n").cameras.at(0).id == id);
}

TEST_CASE("a list of addresses has an end") {
    std::string listen;
    for (int i = 1; i <= 64; ++i)
        listen += "127.0.0.1:" + std::to_string(i) + ";";
    CHECK(parsed("[server]\nlisten=" + listen).server.listen.size() == 64);
    CHECK_THAT(messageOf("[server]\nlisten=" + listen + "127.0.0.1:65"),
               ContainsSubstring("there are more than 64 addresses"));
}

TEST_CASE("unknown groups and keys are told with the nearest and the allowed ones") {
    CHECK_THAT(messageOf("[servre]\n"),
               ContainsSubstring("x.conf:1: unknown group [servre]; did you mean [server]?; "
                                 "allowed: [server], [ice], [limits], [log], [auto], [camera ID]"));
    CHECK_THAT(messageOf("[camra front]\n"), ContainsSubstring("did you mean [camera front]?"));
    CHECK_THAT(messageOf("[camra]\n"), ContainsSubstring("did you mean [camera ID]?"));
    CHECK_THAT(messageOf("[metrics]\n"), ContainsSubstring("unknown group [metrics]; allowed:"));
    CHECK_THAT(messageOf("[camera a]\nsource=test:\nwidht = 1\n"),
               ContainsSubstring("x.conf:3: [camera a] unknown key \"widht\"; did you mean "
                                 "\"width\"?; allowed: bitrate, codec, encoder, framerate, "));
    CHECK_THAT(messageOf("[server]\nbitrate = 1\n"),
               ContainsSubstring("unknown key \"bitrate\"; it belongs to [camera ID]; allowed: "
                                 "allowed-origins, listen, send-path, tls-certificate, tls-key"));
    CHECK_THAT(messageOf("[ice]\nzzzzzz = 1\n"),
               ContainsSubstring("unknown key \"zzzzzz\"; allowed: local-addresses, port-range"));
}

TEST_CASE("a camera needs an id and a source") {
    CHECK_THAT(messageOf("[camera]\nsource=test:\n"),
               ContainsSubstring("x.conf:1: [camera] needs an id, as in [camera front]"));
    for (const std::string id : {"Front", "-a", "a_b", "a b", "ä"})
        CHECK_THAT(messageOf("[camera " + id + "]\nsource=test:\n"),
                   ContainsSubstring("the id \"" + id + "\" is not one") &&
                       ContainsSubstring("allowed: 1 to 63 of a-z, 0-9 and '-'"));
    CHECK_THAT(messageOf("[camera " + std::string(64, 'a') + "]\nsource=test:\n"),
               ContainsSubstring("is not one"));
    CHECK_THAT(messageOf("\n[camera a]\ntitle=x\n"),
               ContainsSubstring("x.conf:2: [camera a] has no source; add a line such as"));
}

TEST_CASE("a certificate needs its key") {
    CHECK_THAT(messageOf("[server]\ntls-certificate = /a\n"),
               ContainsSubstring("x.conf:2: [server] tls-certificate is set without tls-key"));
    CHECK_THAT(messageOf("[server]\n\ntls-key = /a\n"),
               ContainsSubstring("x.conf:3: [server] tls-key is set without tls-certificate"));
}

TEST_CASE("all problems are told, one a line, in the order of the lines") {
    const auto message = messageOf("[camera A]\nwidth = 1\n[camera b]\n[server]\nlisten = x\n"
                                   "junk\n[nonsense]\nx = 1\n[camera c]\nsource = \\q\n"
                                   "[camera b]\nheight = 3\n");
    std::vector<std::string> starts;
    for (std::size_t at = 0; at != std::string::npos;) {
        starts.push_back(message.substr(at, message.find(": ", at) - at));
        at = message.find('\n', at);
        if (at != std::string::npos)
            ++at;
    }
    CHECK(starts == std::vector<std::string>{"x.conf:1", "x.conf:2", "x.conf:3", "x.conf:5",
                                             "x.conf:6", "x.conf:7", "x.conf:10", "x.conf:11",
                                             "x.conf:12"});
}

TEST_CASE("many problems are cut short") {
    std::string text = "[camera a]\nsource = test:\n";
    for (int i = 0; i < 5000; ++i)
        text += "k" + std::to_string(i) + " = 1\n";
    const auto message = messageOf(text);
    CHECK(std::count(message.begin(), message.end(), '\n') == 50);
    CHECK_THAT(message, Catch::Matchers::EndsWith("… and more; these are the first 50"));
}

TEST_CASE("what --check-config prints of a good configuration") {
    CHECK(describe(
              parsed("[camera front]\ntitle = Door\nsource = rtsp://u:secret@cam/secret\n"
                     "on-demand=true\nrecord=/srv/films\n[camera yard]\nsource = v4l2:/dev/video0\n"
                     "[server]\nlisten=[::1]:0;127.0.0.1:80\n")) ==
          "configuration is valid: 2 cameras (front, yard), from x.conf\n"
          "listen: http://[::1]:0/\n"
          "listen: http://127.0.0.1:80/\n"
          "front: \"Door\", rtsp://***@cam/…, 1280x720@30, h264 2500 kbit/s, encoder auto, "
          "instant, on demand (stops 10 s after the last viewer), recorded in /srv/films/front\n"
          "yard: \"yard\", v4l2:/dev/video0, 1280x720@30, h264 2500 kbit/s, encoder auto, "
          "instant\n");
    CHECK_THAT(describe(parsed("[server]\ntls-key=a\ntls-certificate=b\n")),
               ContainsSubstring("configuration is valid: no cameras") &&
                   ContainsSubstring("https://127.0.0.1:8080/"));
    CHECK_THAT(describe(Config{}), ContainsSubstring("from the embedded default"));
}
