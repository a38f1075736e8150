// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Drawings.hpp"

#include "util/Redact.hpp"

#include <thread>
#include <utility>

namespace vitrine::gst {
namespace {

constexpr auto kShown =
    GstDebugGraphDetails(GST_DEBUG_GRAPH_SHOW_MEDIA_TYPE | GST_DEBUG_GRAPH_SHOW_CAPS_DETAILS |
                         GST_DEBUG_GRAPH_SHOW_STATES);

} // namespace

std::string dotOf(GstElement* pipeline) {
    const CharPtr dot(gst_debug_bin_to_dot_data(GST_BIN(pipeline), kShown));
    return util::redactSecrets(util::redactUrls(dot.get()));
}

bool Drawings::draw(Ref<GstElement> pipeline, std::function<void(std::string dot)> done) {
    if (underWay_->fetch_add(1) >= kMost) {
        underWay_->fetch_sub(1);
        return false;
    }
    std::thread([pipeline = std::move(pipeline), done = std::move(done), token = token_.weak(),
                 underWay = underWay_]() mutable {
        auto dot = dotOf(pipeline.get());
        pipeline.reset();
        underWay->fetch_sub(1);
        util::post(token, [done = std::move(done), dot = std::move(dot)] { done(dot); });
    }).detach();
    return true;
}

} // namespace vitrine::gst
