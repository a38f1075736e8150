// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Links.hpp"

#include "gst/Ref.hpp"
#include "http/Body.hpp"
#include "http/Json.hpp"
#include "http/Reply.hpp"
#include "signalling/AccessRequest.hpp"
#include "util/Log.hpp"

#include <algorithm>

namespace vitrine::http {
namespace {

constexpr const char* kJson = "application/json";

void addLink(JsonBuilder* json, const access::Grant& link) {
    addText(json, "id", link.id);
    addText(json, "camera", link.camera);
    addText(json, "by", link.user);
    addText(json, "given", timeText(link.made));
    addText(json, "ends", timeText(link.end));
}

} // namespace

void Links::list(SoupServerMessage* message) const {
    const auto rights = gate_.rightsOf(message);
    reply(message, SOUP_STATUS_OK, kJson, jsonText([&](JsonBuilder* json) {
              json_builder_begin_object(json);
              json_builder_set_member_name(json, "links");
              json_builder_begin_array(json);
              for (const auto& link : gate_.doorman().links()) {
                  if (!rights.mayOperate(link.camera))
                      continue;
                  json_builder_begin_object(json);
                  addLink(json, link);
                  json_builder_end_object(json);
              }
              json_builder_end_array(json);
              json_builder_end_object(json);
          }));
}

void Links::give(SoupServerMessage* message,
                 const std::function<bool(std::string_view camera)>& exists) const {
    if (gate_.doorman().isOpen())
        return problem(message, SOUP_STATUS_CONFLICT,
                       "there are no users here: everybody may watch without a link");
    const auto request = signalling::parseLinkRequest(bodyOf(message));
    if (!request)
        return problem(message, SOUP_STATUS_BAD_REQUEST, request.error().message);
    const auto& wish = request.value();
    const auto rights = gate_.rightsOf(message);
    if (!rights.mayOperate(wish.camera) || !exists(wish.camera))
        return Gate::noSuchCamera(message);
    const auto link = gate_.doorman().giveLink(wish.camera, rights.who(), wish.duration);
    if (!link)
        return problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE,
                       "there are too many sessions and links; take some back");
    util::log::info(util::log::About("http").camera(wish.camera).alwaysTold(), rights.who(),
                    " gave a link to ", wish.camera, " until ", timeText(link->grant.end));
    reply(message, SOUP_STATUS_CREATED, kJson, jsonText([&](JsonBuilder* json) {
              json_builder_begin_object(json);
              addLink(json, link->grant);
              addText(json, "path", "/cameras/" + wish.camera + "?share=" + link->text);
              json_builder_end_object(json);
          }));
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Location",
                                 ("/api/v1/links/" + link->grant.id).c_str());
}

void Links::takeBack(SoupServerMessage* message, std::string_view id) const {
    const auto rights = gate_.rightsOf(message);
    const auto links = gate_.doorman().links();
    const auto found =
        std::find_if(links.begin(), links.end(), [&](const auto& link) { return link.id == id; });
    if (found == links.end() || !rights.mayOperate(found->camera))
        return problem(message, SOUP_STATUS_NOT_FOUND, "there is no such link, or no more");
    gate_.doorman().takeLinkBack(id);
    util::log::info(util::log::About("http").camera(found->camera).alwaysTold(), rights.who(),
                    " took a link to ", found->camera, " back");
    onTakenBack_();
    replyEmpty(message, SOUP_STATUS_NO_CONTENT);
}

} // namespace vitrine::http
