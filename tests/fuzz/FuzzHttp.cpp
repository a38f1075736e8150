// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A whole request, from the socket through libsoup to the routes, to a house that is open to
// everybody and to one with a user, in which there is no room for viewers; and the values of
// headers alone.
#include "fuzz/Fuzz.hpp"

#include "gst/DebugLog.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Init.hpp"
#include "gst/Reaper.hpp"
#include "gst/Reapers.hpp"
#include "http/HeaderValue.hpp"
#include "http/Routes.hpp"
#include "http/Server.hpp"
#include "metrics/HouseMetrics.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

using namespace vitrine;

namespace {

struct House {
    metrics::Registry registry;
    metrics::HouseMetrics metrics{registry};
    gst::HouseTime time;
    gst::Reaper reaper{"fuzz-reaper"};
    gst::Reapers reapers{"fuzz-cameras", [] {
                         }};
    camera::Workers workers;
    fanout::Feeds feeds;
    viewer::Registry viewers{full(), {}};
    util::Readiness feedback{"fuzz-feedback"};
    viewer::House house{time, reaper, feedback, {}, config::SendPath::Express};
    signalling::Sessions sessions{viewers, house};
    publish::Outlets outlets{feeds, viewers, house, registry};
    recording::Stills stills{time};
    recording::Recordings recordings{time, metrics, [] {
                                     }};
    access::Doorman doorman;
    http::Routes routes;
    http::Server server;
    gst::Ref<GSocketAddress> somewhere{g_inet_socket_address_new_from_string("127.0.0.1", 1),
                                       gst::adopt};

    House(gst::DebugLog& debugLog, std::vector<config::User> users)
        : doorman(std::move(users))
        , routes(feeds, viewers, sessions, outlets, stills, recordings, registry, debugLog, doorman,
                 [] { return http::ReloadReport{}; }) {
        config::Camera camera;
        camera.id = "door";
        camera.source = "file:/nonexistent.mp4";
        feeds.add(camera, {time, reapers, workers}, metrics);
        routes.mount(server.get());
    }

    static config::Limits full() {
        config::Limits limits;
        limits.viewers = 0;
        return limits;
    }
};

/// Both, for as long as there are inputs.
struct Street {
    gst::Library library;
    House open{library.debugLog(), {}};
    House closed{library.debugLog(), {operatorWithToken()}};

    // The token is "sesame".
    static config::User operatorWithToken() {
        config::User user;
        user.name = "ali";
        user.tokenHash = "d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272";
        user.role = config::Role::Operate;
        return user;
    }
};

/// One connection: ours is the client's end.
class Client {
  public:
    explicit Client(House& house)
        : house_(house) {
        std::array<int, 2> ends{};
        fuzz::promise(
            socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0,
            "there are sockets");
        own_ = ends[1];
        const gst::Ref<GSocket> socket(g_socket_new_from_fd(ends[0], nullptr), gst::adopt);
        const gst::Ref<GSocketConnection> connection(
            g_socket_connection_factory_create_connection(socket.get()), gst::adopt);
        const auto admitted = house.server.connections().admit(connection.get(), false);
        const auto guarded = http::Connection::guard(admitted, G_IO_STREAM(connection.get()));
        soup_server_accept_iostream(house.server.get(), guarded.get(), house.somewhere.get(),
                                    house.somewhere.get(), nullptr);
    }
    ~Client() { ::close(own_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Asks, and gives what is answered until the connection is closed.
    std::string ask(std::string_view request) {
        // A socket takes as much at once.
        (void)!::write(own_, request.data(), request.size());
        ::shutdown(own_, SHUT_WR);
        std::string answer;
        constexpr int kMostTurns = 10000;
        for (int turn = 0; house_.server.connections().all() > 0; ++turn) {
            fuzz::promise(turn < kMostTurns, "every request comes to an end");
            g_main_context_iteration(nullptr, FALSE);
            std::array<char, 65536> buffer; // NOLINT: written before it is read
            for (ssize_t size = 0; (size = ::read(own_, buffer.data(), buffer.size())) > 0;)
                answer.append(buffer.data(), static_cast<std::size_t>(size));
        }
        return answer;
    }

  private:
    House& house_;
    int own_ = -1;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto* street = new Street;
    const auto text = fuzz::text(data, size);
    for (auto* house : {&street->open, &street->closed}) {
        const auto answer = Client(*house).ask(text);
        fuzz::promise(answer.empty() || answer.starts_with("HTTP/1."), "an answer is HTTP");
        fuzz::promise(!answer.starts_with("HTTP/1.1 500"), "no error is the server's own");
    }

    const std::string value(text.substr(0, text.find('\0')));
    http::acceptsType(value, "application/sdp");
    fuzz::promise(!http::matchesTag(value, "tag") || value.find_first_of("*\"") != value.npos,
                  "a tag that matches is there");
    return 0;
}
