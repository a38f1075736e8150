// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/FrameMeter.hpp"

#include "support/Frames.hpp"
#include "support/catch.hpp"

#include <limits>
#include <string>

using namespace vitrine;
using signalling::FrameMeter;
using test::frame;
using test::Opcode;

TEST_CASE("a frame meter adds up the frames of a message, whatever stands between them") {
    const auto stream =
        frame(Opcode::Text, std::string(100, 'x'), false) + frame(Opcode::Ping, "p") +
        frame(Opcode::Continuation, std::string(200, 'x'), false) + frame(Opcode::Pong, "") +
        frame(Opcode::Continuation, std::string(70000, 'x'), true) +
        frame(Opcode::Text, std::string(300, 'x'));
    for (const std::size_t piece : {1UL, 7UL, 1024UL, stream.size()}) {
        FrameMeter meter;
        for (std::size_t at = 0; at < stream.size(); at += piece)
            meter.see(std::string_view(stream).substr(at, piece));
        CHECK(meter.longest() == 70300);
        CHECK(meter.pings() == 1);
        CHECK(meter.pongs() == 1);
    }
}

TEST_CASE("a frame meter knows a length as soon as the header has come") {
    const auto whole = frame(Opcode::Text, std::string(70000, 'x'));
    FrameMeter meter;
    meter.see(std::string_view(whole).substr(0, 9));
    CHECK(meter.longest() == 0);
    meter.see(std::string_view(whole).substr(9, 1));
    CHECK(meter.longest() == 70000);
}

TEST_CASE("a frame meter follows frames without a mask, too") {
    FrameMeter meter;
    meter.see(frame(Opcode::Text, "hello", true, test::Mask::No) +
              frame(Opcode::Pong, "p", true, test::Mask::No));
    CHECK(meter.longest() == 5);
    CHECK(meter.pongs() == 1);
}

TEST_CASE("a control frame longer than one may be is told before its payload comes") {
    FrameMeter meter;
    meter.see(
        std::string_view("\x89\x7E\x03\xF0", 4)); // a ping of 1008 bytes, of which none is here
    CHECK(meter.longest() == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("a sum of absurd lengths does not begin anew at nothing") {
    const std::string most("\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10);
    FrameMeter meter;
    meter.see(frame(Opcode::Text, "x", false) + most);
    CHECK(meter.longest() == std::numeric_limits<std::uint64_t>::max());
}
