// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/RequestMeter.hpp"

#include "support/catch.hpp"

#include <string>

using vitrine::http::RequestMeter;
using Verdict = RequestMeter::Verdict;

namespace {

const std::string kLine = "GET / HTTP/1.1\r\n";
const std::string kEnd = "\r\n";
const std::string kAnswer = "HTTP/1.1 200 OK\r\n";

// What the meter says when the text comes byte by byte.
Verdict verdictOf(const std::string& text) {
    RequestMeter meter;
    auto verdict = Verdict::Fine;
    for (const char c : text)
        verdict = meter.see({&c, 1});
    RequestMeter whole;
    CHECK(whole.see(text) == verdict);
    return verdict;
}

std::string header(std::size_t bytes) {
    return "X: " + std::string(bytes - 5, 'x') + "\r\n";
}

} // namespace

TEST_CASE("each part of a request has its limit") {
    const std::string path(RequestMeter::kMostLine - std::string("GET / HTTP/1.1\r\n").size(), 'x');
    CHECK(verdictOf("GET /" + path + " HTTP/1.1\r\n" + kEnd) == Verdict::Fine);
    CHECK(verdictOf("GET /x" + path + " HTTP/1.1\r\n" + kEnd) == Verdict::LineTooLong);
    const auto room = RequestMeter::kMostHead - kLine.size() - kEnd.size();
    CHECK(verdictOf(kLine + header(room) + kEnd) == Verdict::Fine);
    CHECK(verdictOf(kLine + header(room + 1) + kEnd) == Verdict::HeadTooLong);
    const std::string body(RequestMeter::kMostBody, 'x');
    CHECK(verdictOf(kLine + kEnd + body) == Verdict::Fine);
    CHECK(verdictOf(kLine + kEnd + body + "x") == Verdict::BodyTooLong);
}

TEST_CASE("many short headers are as long as a long one") {
    std::string text = kLine;
    while (text.size() <= RequestMeter::kMostHead)
        text += "A: b\r\n";
    CHECK(verdictOf(text) == Verdict::HeadTooLong);
    CHECK(verdictOf(kLine + std::string(RequestMeter::kMostHead, '\r')) == Verdict::HeadTooLong);
}

TEST_CASE("line ends before a request are no request line, and no way around its limit") {
    CHECK(verdictOf("\r\n" + kLine + header(10000) + kEnd) == Verdict::Fine);
    CHECK(verdictOf(std::string(100000, '\n')) != Verdict::Fine);
}

TEST_CASE("every answer makes room for the next request") {
    RequestMeter meter;
    CHECK_FALSE(meter.asking());
    for (int i = 0; i < 100; ++i) {
        CHECK(meter.see(kLine + header(10000) + kEnd) == Verdict::Fine);
        CHECK(meter.asking());
        meter.answer(kAnswer);
        CHECK_FALSE(meter.asking());
    }
}

TEST_CASE("what follows the upgrade is not measured") {
    RequestMeter meter;
    meter.see(kLine + kEnd);
    meter.answer("HTTP/1.1 101 Switching Protocols\r\n\r\n");
    CHECK(meter.upgraded());
    CHECK(meter.see(std::string(1000000, 'x')) == Verdict::Fine);
}

TEST_CASE("where a request ends is said clearly, or it is not taken") {
    const auto verdict = [](const std::string& headers) {
        return verdictOf(kLine + headers + kEnd);
    };
    for (const auto* clear : {"Content-Length: 12\r\n", "content-length:0\n",
                              "Transfer-Encoding: chunked\r\n", "TRANSFER-ENCODING:\t Chunked \r\n",
                              "X-Content-Length: many\r\n", "Content-Lengths: many\r\n"}) {
        INFO(clear);
        CHECK(verdict(clear) == Verdict::Fine);
    }
    for (const auto* unclear :
         {"Content-Length: many\r\n", "Content-Length:\r\n", "Content-Length: -1\r\n",
          "Content-Length: 1 2\r\n", "Content-Length: 12345678901234567890\r\n",
          "Transfer-Encoding: gzip\r\n", "Transfer-Encoding: chunked, gzip\r\n",
          "Transfer-Encoding:\r\n chunked\r\n", "X: y\r\n z\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
          "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
          "Content-Length: 1\r\nContent-Length: 1\r\n"}) {
        INFO(unclear);
        CHECK(verdict(unclear) == Verdict::Unclear);
    }
    CHECK(verdict("Content-Length: 1" + std::string(100, ' ') + "x\r\n") == Verdict::Unclear);
    CHECK(verdict(std::string("Transfer-\0Encoding: gzip\r\n", 27)) == Verdict::Unclear);
    // The answer ends it: the next request has its own.
    RequestMeter meter;
    meter.see(kLine + "Content-Length: 1\r\n" + kEnd + "x");
    meter.answer(kAnswer);
    CHECK(meter.see(kLine + "Content-Length: 1\r\n" + kEnd + "x") == Verdict::Fine);
}
