// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/WhipClient.hpp"

#include "config/Shown.hpp"
#include "util/Log.hpp"
#include "util/Text.hpp"

#include <utility>

namespace vitrine::publish {
namespace {

constexpr const char* kSdp = "application/sdp";
constexpr const char* kFragment = "application/trickle-ice-sdpfrag";

bool isHttps(const std::string& url) {
    return url.starts_with("https://");
}

HttpClient::Request requestOf(const char* method, const std::string& url,
                              const std::string& token) {
    HttpClient::Request request;
    request.method = method;
    request.url = url;
    request.token = token;
    return request;
}

// The token as it may go from one URL to another.
std::string carried(const std::string& token, const std::string& from, const std::string& to) {
    return isHttps(from) && !isHttps(to) ? std::string{} : token;
}

// What a server says of its refusal, as far as it is one line of text. Express, and so
// janus-whip-server, calls that HTML: without a mark in it, it is none.
std::string wordsOf(const HttpReply& reply, const std::string& token) {
    constexpr std::size_t kMost = 100;
    const std::string_view body = reply.body;
    const auto line = util::trim(body.substr(0, body.find('\n')));
    const bool echoes = !token.empty() && line.find(token) != std::string_view::npos;
    const bool isText =
        reply.contentType.starts_with("text/plain") ||
        (reply.contentType.starts_with("text/html") && line.find('<') == std::string_view::npos);
    if (!isText || line.empty() || echoes)
        return {};
    return ": " + config::shownValue(util::shorten(line, kMost));
}

// What a refusal means most often. With 403 servers refuse for many a reason, and know it best.
std::string meaningOf(unsigned status, bool withToken, bool explained) {
    switch (status) {
    case SOUP_STATUS_FORBIDDEN:
        if (explained)
            return "";
        [[fallthrough]];
    case SOUP_STATUS_UNAUTHORIZED:
        return withToken ? " (is the token right?)" : " (it wants a token?)";
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_METHOD_NOT_ALLOWED:
        return " (is the url that of a WHIP endpoint?)";
    default:
        return "";
    }
}

bool isLasting(unsigned status) {
    constexpr unsigned kTooEarly = 425;
    constexpr unsigned kTooManyRequests = 429;
    return status >= 400 && status < 500 && status != SOUP_STATUS_REQUEST_TIMEOUT &&
           status != SOUP_STATUS_CONFLICT && status != kTooEarly && status != kTooManyRequests;
}

} // namespace

WhipClient::~WhipClient() {
    if (!session_.empty())
        farewells_->say(session_, token_);
    if (posted_) {
        posted_->client = nullptr;
        call_.release();
    }
}

void WhipClient::offer(std::string sdp) {
    offer_ = std::move(sdp);
    begin();
}

void WhipClient::begin() {
    if (farewells_->areHeard())
        return post();
    // A server whose place for us is still taken would refuse.
    call_ = farewells_->sayAgain([this](const util::Result<HttpReply>& result) {
        if (!result && result.error().code == "unreachable")
            return unreachable(result.error().message);
        begin();
    });
}

void WhipClient::post() {
    auto post = requestOf("POST", url_, token_);
    post.contentType = kSdp;
    post.body = offer_;
    posted_ = std::make_shared<Posted>(Posted{this, farewells_, url_, token_});
    call_ = http_.send(post, [posted = posted_](const util::Result<HttpReply>& result) {
        if (posted->client)
            return posted->client->onAnswer(result);
        if (!result || result.value().status != SOUP_STATUS_CREATED)
            return;
        if (const auto session = resolveUrl(posted->url, result.value().location); !session.empty())
            posted->farewells->say(session, carried(posted->token, posted->url, session));
    });
}

void WhipClient::onAnswer(const util::Result<HttpReply>& result) {
    posted_.reset();
    const auto at = config::shownEndpoint(url_);
    if (!result && result.error().code == "unreachable")
        return unreachable(result.error().message);
    if (!result)
        return refuse({at + ": " + result.error().message, false, {}});
    const auto& reply = result.value();
    if (reply.status == SOUP_STATUS_CREATED)
        return onCreated(reply);
    // The other redirects would have a POST become a GET (RFC 9110, section 15.4).
    if (reply.status == SOUP_STATUS_TEMPORARY_REDIRECT ||
        reply.status == SOUP_STATUS_PERMANENT_REDIRECT)
        return redirect(reply);
    const auto words = wordsOf(reply, token_);
    refuse({at + " answers " + std::to_string(reply.status) + words +
                meaningOf(reply.status, !token_.empty(), !words.empty()),
            isLasting(reply.status), reply.retryAfter});
}

void WhipClient::onCreated(const HttpReply& reply) {
    const auto at = config::shownEndpoint(url_);
    session_ = resolveUrl(url_, reply.location);
    if (session_.empty())
        return refuse({at + " answers 201 without the Location of a session", false, {}});
    token_ = carried(token_, url_, session_);
    if (!reply.contentType.starts_with(kSdp))
        return refuse({at + " answers 201 with no " + kSdp, false, {}});
    etag_ = reply.etag;
    patchNext();
    // A copy, here and below: whoever is told may end this.
    const auto accepted = events_.accepted;
    accepted({reply.body, readIceServers(reply.links)});
}

void WhipClient::redirect(const HttpReply& reply) {
    const auto at = config::shownEndpoint(url_);
    const auto next = resolveUrl(url_, reply.location);
    if (next.empty())
        return refuse({at + " redirects to nowhere", false, {}});
    if (++redirects_ > kMostRedirects)
        return refuse({at + " redirects again and again", false, {}});
    token_ = carried(token_, url_, next);
    url_ = next;
    util::log::debug("publish", at, " redirects to ", config::shownEndpoint(url_));
    post();
}

void WhipClient::unreachable(const std::string& why) {
    refuse({config::shownEndpoint(url_) + " cannot be reached: " + why, false, {}});
}

void WhipClient::refuse(const Refused& refused) {
    const auto tell = events_.refused;
    tell(refused);
}

void WhipClient::trickle(std::string fragment) {
    fragments_.push_back(std::move(fragment));
    patchNext();
}

void WhipClient::patchNext() {
    if (session_.empty() || patching_ || !takesPatches_ || fragments_.empty())
        return;
    auto patch = requestOf("PATCH", session_, token_);
    patch.contentType = kFragment;
    patch.body = std::move(fragments_.front());
    patch.ifMatch = etag_;
    fragments_.erase(fragments_.begin());
    patching_ = true;
    call_ = http_.send(patch, [this](const util::Result<HttpReply>& result) {
        patching_ = false;
        // A server need not take candidates (RFC 9725, section 4.3.2); those of the offer remain.
        takesPatches_ = result && result.value().status / 100 == 2;
        if (!takesPatches_)
            util::log::debug(
                "publish", config::shownEndpoint(session_), " takes no more candidates: ",
                result ? std::to_string(result.value().status) : result.error().message);
        patchNext();
    });
}

} // namespace vitrine::publish
