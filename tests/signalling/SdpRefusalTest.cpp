// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/Answers.hpp"

#include "signalling/SdpCheck.hpp"

using namespace vitrine::signalling;
using answers::kChrome;
using answers::with;
using answers::without;

namespace {

struct Refused {
    const char* what;
    std::string sdp;
    const char* says; // part of the message
};

std::string repeated(const std::string& text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

std::vector<Refused> malformedLines() {
    const auto fingerprint = [](const std::string& value) {
        return with(without(kChrome, "a=fingerprint"), "a=setup",
                    "a=fingerprint:" + value + "\na=setup");
    };
    const auto line = [](const std::string& from, const std::string& to) {
        return with(kChrome, from, to);
    };
    return {
        {"short ufrag", line("ice-ufrag:4ZcD", "ice-ufrag:4Zc"), "ice-ufrag must be 4 to 256"},
        {"odd ufrag", line("ice-ufrag:4ZcD", "ice-ufrag:4Z-D"), "ice-ufrag must be 4 to 256"},
        {"long ufrag", line("ice-ufrag:4ZcD", "ice-ufrag:" + repeated("a", 257)), "ice-ufrag"},
        {"short password", line("2/1muCWoOi3uLifh0NuRHlig", "0123456789"), "ice-pwd must be 22"},
        {"two ufrags", line("a=ice-ufrag", "a=ice-ufrag:abcd\na=ice-ufrag"), "once"},
        {"two mids", line("a=mid", "a=mid:other\na=mid"), "mid must be"},
        {"mid with a blank", line("a=mid:video0", "a=mid:a b"), "mid must be"},
        {"empty mid", line("a=mid:video0", "a=mid:"), "mid must be"},
        {"other mid", line("a=mid:video0", "a=mid:audio1"), "it must be the offer's, \"video0\""},
        {"actpass", line("setup:active", "setup:actpass"), "setup must be active or passive"},
        {"holdconn", line("setup:active", "setup:holdconn"), "setup must be active or passive"},
        {"short hash", fingerprint("sha-256 AB:CD"), "sha-256 and 32 hexadecimal pairs"},
        {"hash of no hex", fingerprint("sha-1 " + repeated("GG:", 19) + "GG"), "fingerprint must"},
        {"hash without colons", fingerprint("sha-1 " + repeated("AB-", 19) + "AB"), "fingerprint"},
        {"two directions", line("a=recvonly", "a=recvonly\na=inactive"), "one direction"},
        {"rtpmap without a slash", line("H264/90000", "H264"), "rtpmap must be"},
        {"rtpmap without a name", line("96 H264/90000", "96"), "rtpmap must be"},
        {"rtpmap with a clock of 0", line("H264/90000", "H264/0"), "rtpmap must be"},
        {"two rtpmaps", line("a=rtpmap:97 rtx", "a=rtpmap:96 rtx"), "rtpmap must be"},
        {"fmtp without a number", line("a=fmtp:96", "a=fmtp:x"), "fmtp must be"},
        {"fmtp with an odd profile", line("=42e01f", "=42e0"), "fmtp must be"},
        {"extmap without a URI", line("extmap:1 http://www.webrtc", "extmap:1\nx=http"), "extmap"},
        {"extmap id 0", line("extmap:1", "extmap:0"), "extmap must be"},
        {"extmap id twice", line("extmap:3", "extmap:1"), "extmap must be"},
        {"feedback for no type", line("rtcp-fb:96 nack", "rtcp-fb:x nack"), "rtcp-fb must be"},
    };
}

std::vector<Refused> malformedWholes() {
    const auto line = [](const std::string& from, const std::string& to) {
        return with(kChrome, from, to);
    };
    return {
        {"nothing", "\n", "the SDP is empty"},
        {"words", "hello", "line 1 of the SDP is \"hello\""},
        {"no v=0", without("\n" + kChrome, "v=0"), "must begin with \"v=0\""},
        {"v=1", line("v=0", "v=1"), "must begin with \"v=0\""},
        {"10,000 lines", kChrome + repeated("a=x\n", 10000), "more than 500 lines"},
        {"10,000 empty lines", kChrome + repeated("\n", 10000), "more than 500 lines"},
        {"64 KiB + 1", kChrome + std::string(kMaxSdpBytes + 1 - kChrome.size(), 'a'),
         "the SDP has 65537 bytes; at most 65536"},
        {"a long line", line("s=-", "s=" + repeated("x", kMaxSdpLineBytes)), "line 3 of the SDP"},
        {"no UTF-8", line("s=-", "s=\xff"), "is not UTF-8"},
        {"a NUL", line("s=-", "s=" + std::string(1, '\0')), "is not UTF-8"},
        {"an escape", line("s=-", "s=\x1b[2J"), "line 3 of the SDP holds a control"},
        {"a lone CR", line("s=-", "s=a\rb"), "line 3 of the SDP holds a control"},
        {"a line without =", line("s=-", "s-"), "line 3 of the SDP is \"s-\""},
        {"no m-line", kChrome.substr(0, kChrome.find("m=")), "no m-line"},
        {"two m-lines", kChrome + kChrome.substr(kChrome.find("m=")), "a second m-line"},
        {"audio", line("m=video", "m=audio"), "only video was offered"},
        {"m-line cut short", line("m=video 9 UDP/TLS/RTP/SAVPF 96 97", "m=video 9"), "it must be"},
        {"junk port", line("m=video 9", "m=video 9/2"), "has the port \"9/2\""},
        {"large port", line("m=video 9", "m=video 65536"), "has the port \"65536\""},
        {"plain RTP", line("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "has the protocol \"RTP/AVP\""},
        {"payload type 128", line("SAVPF 96", "SAVPF 128"), "has the payload type \"128\""},
        {"65 payload types", line("96 97", repeated("96 ", 65)), "more than 64 payload types"},
        {"sendonly", line("a=recvonly", "a=sendonly"), "it must be a=recvonly"},
        {"no mid", without(kChrome, "a=mid"), "no a=mid"},
        {"no ufrag", without(kChrome, "a=ice-ufrag"), "no a=ice-ufrag"},
        {"no password", without(kChrome, "a=ice-pwd"), "no a=ice-pwd"},
        {"no fingerprint", without(kChrome, "a=fingerprint"), "no a=fingerprint"},
        {"no setup", without(kChrome, "a=setup"), "no a=setup"},
        {"no rtcp-mux", without(kChrome, "a=rtcp-mux"), "no a=rtcp-mux"},
    };
}

void checkRefused(const std::vector<Refused>& table) {
    for (const auto& row : table) {
        INFO(row.what);
        REQUIRE_FALSE(row.sdp.empty());
        const auto checked = checkAnswer(row.sdp, {"video0", {96}});
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == "bad-sdp");
        CHECK_THAT(checked.error().message, ContainsSubstring(row.says));
    }
}

} // namespace

TEST_CASE("a malformed line is refused, and the error says what would be right") {
    checkRefused(malformedLines());
}

TEST_CASE("a malformed or hostile SDP is refused, and the error says why") {
    checkRefused(malformedWholes());
}

TEST_CASE("an answer cut anywhere is read without harm") {
    for (std::size_t length = 0; length < kChrome.size(); ++length) {
        const auto checked = checkAnswer(kChrome.substr(0, length));
        if (checked)
            CHECK(checkAnswer(checked.value().sdp));
        else
            CHECK_FALSE(checked.error().message.empty());
    }
}
