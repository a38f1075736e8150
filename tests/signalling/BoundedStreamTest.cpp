// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/BoundedStream.hpp"

#include "support/Frames.hpp"
#include "support/catch.hpp"

#include <array>
#include <string>

using namespace vitrine;
using test::frame;
using test::Opcode;

namespace {

constexpr signalling::StreamLimits kLimits{1000, 5};

// A stream bounded by kLimits, from which `incoming` can be read and then the end.
class Bounded {
  public:
    explicit Bounded(const std::string& incoming)
        : bytes_(g_bytes_new(incoming.data(), incoming.size()), gst::adopt)
        , input_(g_memory_input_stream_new_from_bytes(bytes_.get()), gst::adopt)
        , output_(g_memory_output_stream_new_resizable(), gst::adopt)
        , connection_(g_simple_io_stream_new(input_.get(), output_.get()), gst::adopt)
        , stream_(signalling::boundedStream(connection_.get(), kLimits)) {}

    // Reads as libsoup does, until nothing more is to be had; says how much that was.
    std::size_t read() {
        std::size_t total = 0;
        std::array<char, 1024> buffer{};
        for (;;) {
            GError* error = nullptr;
            const auto size = g_pollable_input_stream_read_nonblocking(
                G_POLLABLE_INPUT_STREAM(g_io_stream_get_input_stream(stream_.get())), buffer.data(),
                buffer.size(), nullptr, &error);
            error_.reset(error);
            if (size <= 0)
                return total;
            total += static_cast<std::size_t>(size);
        }
    }

    void write(const std::string& bytes) {
        const auto size = g_pollable_output_stream_write_nonblocking(
            G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(stream_.get())), bytes.data(),
            bytes.size(), nullptr, nullptr);
        REQUIRE(size == static_cast<gssize>(bytes.size()));
    }

    // How the last read ended: at the end of what comes when neither.
    bool failedWith(GIOErrorEnum code) const {
        return g_error_matches(error_.get(), G_IO_ERROR, code) != FALSE;
    }
    bool ended() const { return !error_; }

    GIOStream* get() const { return stream_.get(); }
    GIOStream* connection() const { return connection_.get(); }

  private:
    gst::Ref<GBytes> bytes_;
    gst::Ref<GInputStream> input_;
    gst::Ref<GOutputStream> output_;
    gst::Ref<GIOStream> connection_;
    gst::Ref<GIOStream> stream_;
    gst::ErrorPtr error_;
};

std::string times(unsigned count, const std::string& text) {
    std::string all;
    for (unsigned i = 0; i < count; ++i)
        all += text;
    return all;
}

} // namespace

TEST_CASE("a bounded stream lets its reader stop every 16 KiB, and loses nothing") {
    const auto incoming = times(100, frame(Opcode::Text, std::string(994, 'x'))); // 1002 with head
    Bounded stream(incoming);
    std::size_t total = 0;
    std::size_t bursts = 0;
    do {
        const auto burst = stream.read();
        CHECK(burst <= 16 * 1024);
        total += burst;
        ++bursts;
    } while (stream.failedWith(G_IO_ERROR_WOULD_BLOCK));
    CHECK(stream.ended());
    CHECK(total == incoming.size());
    CHECK(bursts == 7);
}

TEST_CASE("a bounded stream takes a message up to its limit and fails with a longer one") {
    const auto first = frame(Opcode::Text, std::string(600, 'x'), false);
    Bounded fits(first + frame(Opcode::Continuation, std::string(400, 'x')));
    fits.read();
    CHECK(fits.ended());
    Bounded tooLong(first + frame(Opcode::Continuation, std::string(401, 'x')));
    tooLong.read();
    CHECK(tooLong.failedWith(G_IO_ERROR_MESSAGE_TOO_LARGE));
}

TEST_CASE("a bounded stream fails when too many pings wait for their pongs") {
    const auto ping = frame(Opcode::Ping, "p");
    Bounded patient(times(5, ping));
    patient.read();
    CHECK(patient.ended());
    Bounded tooMany(times(6, ping));
    tooMany.read();
    CHECK(tooMany.failedWith(G_IO_ERROR_BUSY));
    Bounded answered(times(6, ping));
    answered.write(frame(Opcode::Pong, "p", true, test::Mask::No));
    answered.read();
    CHECK(answered.ended());
}

TEST_CASE("a bounded stream that winds up takes one message's worth more, once") {
    const auto some = frame(Opcode::Text, std::string(100, 'x')); // 106 bytes
    Bounded enough(times(9, some));
    signalling::windUp(enough.get());
    enough.read();
    CHECK(enough.ended());
    Bounded tooMuch(times(10, some));
    signalling::windUp(tooMuch.get());
    tooMuch.read();
    CHECK(tooMuch.failedWith(G_IO_ERROR_BUSY));
    signalling::windUp(tooMuch.get());
    CHECK(tooMuch.read() < 1000);
}

TEST_CASE("a bounded stream counts the messages that leave, and not what goes between them") {
    Bounded stream("");
    CHECK(signalling::messagesWritten(stream.get()) == 0);
    stream.write(frame(Opcode::Text, "one", true, test::Mask::No));
    stream.write(frame(Opcode::Ping, "p", true, test::Mask::No));
    stream.write(frame(Opcode::Text, "tw", false, test::Mask::No));
    CHECK(signalling::messagesWritten(stream.get()) == 1);
    stream.write(frame(Opcode::Continuation, "o", true, test::Mask::No));
    CHECK(signalling::messagesWritten(stream.get()) == 2);
}

TEST_CASE("closing a bounded stream closes the connection") {
    Bounded stream("");
    REQUIRE(g_io_stream_close(stream.get(), nullptr, nullptr));
    CHECK(g_io_stream_is_closed(stream.connection()));
}
