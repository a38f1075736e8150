// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "SourceRun.hpp"
#include "support/RtspServer.hpp"
#include "support/TempDir.hpp"

#include <algorithm>
#include <fstream>
#include <mutex>
#include <sstream>

using namespace vitrine;
using test::RtspServer;
using test::SourceRun;

namespace {

/// What went into the server's payloader.
class Sent {
  public:
    void add(GstBuffer* buffer) {
        auto unit = test::takeApart(buffer);
        const std::lock_guard lock(mutex_);
        slices_.push_back(std::move(unit.slices));
    }
    std::vector<std::string> slices() const {
        const std::lock_guard lock(mutex_);
        return slices_;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> slices_; // guarded by mutex_
};

RtspServer::Options options(const std::string& encodeAndPay) {
    RtspServer::Options all;
    all.launch = RtspServer::live(encodeAndPay);
    return all;
}

constexpr auto* kH264 = RtspServer::kH264;

/// Checks that the frames are the server's own, one after the other, none left out.
void checkSame(const std::vector<SourceRun::Frame>& frames, const std::vector<std::string>& sent) {
    const auto first = std::find(sent.begin(), sent.end(), frames.front().unit.slices);
    REQUIRE((first != sent.end()));
    REQUIRE(static_cast<std::size_t>(sent.end() - first) >= frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i)
        REQUIRE((frames[i].unit.slices == first[static_cast<std::ptrdiff_t>(i)]));
}

/// A certificate that no authority knows, with its key, as PEM.
std::string selfSigned() {
    const test::TempDir folder;
    const auto both = folder.path("both.pem");
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=camera -keyout " +
        both + " -out " + folder.path("certificate");
    GError* error = nullptr;
    int status = 0;
    gchar* said = nullptr;
    g_spawn_command_line_sync(command.c_str(), nullptr, &said, &status, &error);
    const gst::CharPtr words(said);
    const gst::ErrorPtr owned(error);
    INFO((error ? error->message : words.get()));
    REQUIRE_FALSE(error);
    REQUIRE(status == 0);
    std::ostringstream pem;
    pem << std::ifstream(both).rdbuf() << std::ifstream(folder.path("certificate")).rdbuf();
    return pem.str();
}

void checkTranscoded(const SourceRun& run) {
    CHECK(run.source().encodes());
    CHECK(run.elementsOf("Encoder") == 1);
    CHECK(run.elementsOf("Decoder") == 1);
    const auto frames = run.frames();
    CHECK(std::none_of(frames.begin(), frames.end(),
                       [](const auto& frame) { return frame.unit.bSlice; }));
    CHECK(frames.front().unit.key);
}

} // namespace

TEST_CASE("a camera's H.264 passes through untouched, over TCP and over UDP") {
    const std::string transport = GENERATE("tcp", "udp");
    CAPTURE(transport);
    Sent sent;
    auto all = options(kH264);
    all.onBuffer = [&](GstBuffer* buffer) {
        sent.add(buffer);
    };
    all.tcp = transport == "tcp";
    all.udp = transport == "udp";
    RtspServer server(std::move(all));
    SourceRun run(server.url() + "#transport=" + transport);
    REQUIRE(run.receive(45));
    const auto frames = run.frames();
    checkSame(frames, sent.slices());
    CHECK(frames.front().unit.key);
    CHECK(frames.front().unit.sps);
    CHECK_FALSE(run.source().encodes());
    CHECK(run.elementsOf("Encoder") == 0);
    CHECK(run.elementsOf("Decoder") == 0);
}

TEST_CASE("a frame comes out when its last packet has come, not when the next one begins") {
    // One frame a second: who waited for the next frame would be a second late.
    RtspServer::Options all;
    all.launch = std::string("( videotestsrc is-live=true ! "
                             "video/x-raw,format=I420,width=320,height=240,framerate=1/1 ! ") +
                 kH264 + " )";
    RtspServer server(std::move(all));
    SourceRun run(server.url());
    REQUIRE(run.receive(4));
    auto frames = run.frames();
    frames.erase(frames.begin()); // the server cuts its very first frame in two
    for (const auto& frame : frames)
        CHECK(GST_CLOCK_DIFF(frame.time, frame.arrival) < GstClockTimeDiff(500 * GST_MSECOND));
}

TEST_CASE("a password opens a camera, a wrong one is told from a broken camera") {
    const std::string transport = GENERATE("#transport=tcp", "#transport=udp");
    CAPTURE(transport);
    auto all = options(kH264);
    all.user = "eye";
    all.password = "opensesame";
    RtspServer server(std::move(all));
    SourceRun run(server.url("eye:opensesame") + transport);
    REQUIRE(run.receive(3));

    SourceRun wrong(server.url("eye:openbarley") + transport);
    REQUIRE(wrong.awaitError());
    CHECK_THAT(wrong.error(), ContainsSubstring("nauthorized"));
    CHECK_THAT(wrong.error(), !ContainsSubstring("openbarley"));

    SourceRun none(server.url() + transport);
    REQUIRE(none.awaitError());
    CHECK_THAT(none.error(), ContainsSubstring("nauthorized"));
}

TEST_CASE("a camera with TLS is believed when its certificate is, or when nobody is to ask") {
    auto all = options(kH264);
    all.tls = selfSigned();
    RtspServer server(std::move(all));
    REQUIRE(server.url().rfind("rtsps://", 0) == 0);

    SourceRun stranger(server.url());
    REQUIRE(stranger.awaitError());
    CAPTURE(stranger.error());
    CHECK_THAT(stranger.error(), ContainsSubstring("certificate that is not trusted"));
    CHECK(stranger.count() == 0);

    SourceRun run(server.url() + "#tls=insecure");
    REQUIRE(run.receive(3));
    CHECK_FALSE(run.source().encodes());
}

TEST_CASE("H.264 with B-frames is decoded and encoded once") {
    RtspServer server(
        options("x264enc bframes=2 b-adapt=false key-int-max=15 ! video/x-h264,profile=main ! "
                "rtph264pay name=pay0 pt=96"));
    SourceRun run(server.url());
    REQUIRE(run.receive(20));
    checkTranscoded(run);
    CHECK(run.unfit().empty());
}

TEST_CASE("H.265 and JPEG are decoded and encoded once") {
    const std::string chain =
        GENERATE("x265enc tune=zerolatency key-int-max=15 ! rtph265pay name=pay0 pt=96",
                 "jpegenc ! rtpjpegpay name=pay0 pt=26");
    CAPTURE(chain);
    RtspServer server(options(chain));
    SourceRun run(server.url());
    REQUIRE(run.receive(20));
    checkTranscoded(run);
}

TEST_CASE("MPEG-4 is decoded and encoded once") {
    // Without max-ptime this payloader puts several small frames into a packet.
    auto all = options("avenc_mpeg4 ! rtpmp4vpay name=pay0 pt=96 config-interval=1 "
                       "max-ptime=1000000");
    // The encoder loses the frames' times in some versions. Encoders count from 1000 hours, to
    // have room for decoding times before that.
    all.onBuffer = [frame = guint64(0)](GstBuffer* buffer) mutable {
        GST_BUFFER_PTS(buffer) = GST_BUFFER_DTS(buffer) =
            1000 * 3600 * GST_SECOND + frame++ * GST_SECOND / 30;
    };
    RtspServer server(std::move(all));
    SourceRun run(server.url());
    REQUIRE(run.receive(20));
    checkTranscoded(run);
}

TEST_CASE("only the picture is set up, not the sound beside it") {
    std::mutex mutex;
    std::vector<std::string> paths;
    RtspServer::Options all;
    all.launch = std::string("( audiotestsrc is-live=true ! mulawenc ! rtppcmupay name=pay0 pt=0 "
                             "videotestsrc is-live=true ! "
                             "video/x-raw,format=I420,width=320,height=240,framerate=30/1 ! "
                             "x264enc tune=zerolatency ! rtph264pay name=pay1 pt=96 )");
    all.onSetup = [&](const std::string& path) {
        const std::lock_guard lock(mutex);
        paths.push_back(path);
    };
    RtspServer server(std::move(all));
    SourceRun run(server.url());
    REQUIRE(run.receive(3));
    const std::lock_guard lock(mutex);
    REQUIRE(paths.size() == 1);
    CHECK_THAT(paths.front(), ContainsSubstring("stream=1"));
}

TEST_CASE("a server that dies is an error within 5 seconds, over TCP and over UDP") {
    const std::string transport = GENERATE("tcp", "udp");
    CAPTURE(transport);
    RtspServer server(options(kH264));
    SourceRun run(server.url() + "#transport=" + transport);
    REQUIRE(run.receive(3));
    const auto died = std::chrono::steady_clock::now();
    server.kill();
    REQUIRE(run.awaitError());
    CHECK(std::chrono::steady_clock::now() - died < std::chrono::seconds{5});
    CAPTURE(run.error());
    CHECK_FALSE(run.error().empty());
}

TEST_CASE("nobody there is an error") {
    std::string url;
    {
        const RtspServer gone(options(kH264));
        url = gone.url("user:opensesame");
    }
    SourceRun run(url);
    REQUIRE(run.awaitError());
    CAPTURE(run.error());
    CHECK_THAT(run.error(), !ContainsSubstring("opensesame"));
}
