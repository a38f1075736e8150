// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Log.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the configuration says, as plain values. Thread: plain values.
namespace vitrine::config {

/// A place to listen: an IPv4 or IPv6 address and a port (0: any free one).
struct ListenAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    bool operator==(const ListenAddress&) const = default;
};

/// Who sends the frames of a connected viewer: our own sender, or webrtcbin.
enum class SendPath { Express, Webrtcbin };

struct Server {
    std::vector<ListenAddress> listen{{}};
    /// PEM files; both or neither.
    std::string tlsCertificate;
    std::string tlsKey;
    SendPath sendPath = SendPath::Express;
    /// Other sites whose pages may connect: "https://example.org", or "*" for all.
    std::vector<std::string> allowedOrigins;
    bool operator==(const Server&) const = default;
};

struct Ice {
    std::string stunServer;
    /// "turn://…" and "turns://…"; with a user and password unless there is a secret.
    std::vector<std::string> turnServers;
    /// What the TURN servers' time-limited credentials are made of.
    std::string turnSecret;
    std::optional<std::pair<std::uint16_t, std::uint16_t>> portRange;
    /// Only these host candidates; empty: every interface (only loopback when the server listens
    /// on nothing else).
    std::vector<std::string> localAddresses;
    /// What a 1:1 NAT in front of this machine shows as its address.
    std::string publicAddress;
    /// Only ways through a TURN server are offered.
    bool relayOnly = false;
    /// Media may come over TCP, too.
    bool tcp = false;
    bool operator==(const Ice&) const = default;
};

struct Limits {
    unsigned viewers = 100;
    unsigned viewersPerCamera = 50;
    /// MiB of resident memory above which new viewers are refused.
    unsigned memory = 512;
    /// How long a viewer may be too slow for its picture; 0: for ever.
    std::chrono::seconds slowViewer{30};
    /// How long a viewer stays whose WebSocket is gone.
    std::chrono::seconds reconnectGrace{10};
    /// Connections at once that are no viewer's.
    unsigned connections = 512;
    /// Connections of one IP address (one /64 of IPv6), its viewers' among them.
    unsigned connectionsPerAddress = 256;
    /// Viewers of one address that are still connecting.
    unsigned joinsPerAddress = 64;
    /// Messages a second of one viewer, ten seconds' worth at once.
    unsigned messages = 20;
    bool operator==(const Limits&) const = default;
};

/// Which cameras come by themselves.
struct Automatic {
    /// Capture devices that are plugged in.
    bool v4l2 = false;
    bool operator==(const Automatic&) const = default;
};

enum class Latency { Instant, Balanced, Smooth };

/// Where a camera is captured and encoded.
enum class Isolation { InProcess, Process };

/// What is kept of a camera on disk.
struct Recording {
    /// The folder in which the camera has one of its own; empty: nothing is kept.
    std::string path;
    /// How long a film is, to the next key frame.
    std::chrono::seconds segment{60};
    /// When a film goes; 0: never.
    std::chrono::hours age{168};
    /// MiB of all films together; 0: without end.
    unsigned size = 10240;
    bool operator==(const Recording&) const = default;
};

struct Camera {
    std::string id;
    /// Shown to people; the id when not given.
    std::string title;
    std::string source;
    unsigned width = 1280;
    unsigned height = 720;
    unsigned framerate = 30;
    std::string codec = "h264";
    /// kbit/s
    unsigned bitrate = 2500;
    std::chrono::seconds keyframeInterval{10};
    /// "auto" or the name of an encoder element.
    std::string encoder = "auto";
    Latency latency = Latency::Instant;
    bool onDemand = false;
    std::chrono::seconds linger{10};
    Isolation isolation = Isolation::InProcess;
    /// MiB of resident memory of a process of its own, above which another takes its place.
    unsigned workerMemory = 200;
    Recording record;
    bool operator==(const Camera&) const = default;
};

/// What a user may do beside watching.
enum class Role { View, Operate };

/// Who may come, once there is anybody: [user NAME].
struct User {
    std::string name;
    /// As crypt(5) has it; empty: no password.
    std::string passwordHash;
    /// SHA-256 of a bearer token, in hex; empty: none.
    std::string tokenHash;
    Role role = Role::View;
    /// The only cameras there are for them; none: all.
    std::vector<std::string> cameras;
    bool operator==(const User&) const = default;
};

/// A camera that a WHIP server gets (RFC 9725): [publish NAME].
struct Publish {
    std::string name;
    std::string camera;
    std::string url;
    /// The bearer token; empty: none is sent.
    std::string token;
    bool operator==(const Publish&) const = default;
};

/// Where a published camera's viewers go whom this machine is not to serve: [publish].
struct Elsewhere {
    /// Nobody is sent away without it.
    std::optional<unsigned> viewersAbove;
    /// With "{camera}" where the camera's id goes.
    std::string watchUrl;
    bool operator==(const Elsewhere&) const = default;
};

/// A camera whose stream goes out as plain RTP: [forward NAME].
struct Forward {
    std::string name;
    std::string camera;
    /// A host name or an IP address.
    std::string host;
    std::uint16_t port = 0;
    bool operator==(const Forward&) const = default;
};

struct Config {
    Server server;
    Ice ice;
    Limits limits;
    Automatic automatic;
    util::log::Levels log;
    std::vector<Camera> cameras;
    std::vector<User> users;
    std::vector<Publish> publishes;
    Elsewhere elsewhere;
    std::vector<Forward> forwards;
    /// The files it came from, in the order they were read; empty for the embedded default.
    std::vector<std::string> files;
};

} // namespace vitrine::config
