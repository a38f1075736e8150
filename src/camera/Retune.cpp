// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Retune.hpp"

#include "gst/Element.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::camera {
namespace {

struct Property {
    std::string name;
    std::string value;
};

/// What a row of the table would set otherwise: it writes each property as name=value, without
/// blanks, always in the same order. Nothing when it would set others.
std::optional<std::vector<Property>> differences(const std::string& before,
                                                 const std::string& after) {
    const auto old = util::split(before, ' ');
    const auto now = util::split(after, ' ');
    if (old.size() != now.size())
        return std::nullopt;
    std::vector<Property> found;
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (old[i] == now[i])
            continue;
        const auto equals = now[i].find('=');
        if (equals == std::string::npos ||
            old[i].substr(0, equals + 1) != now[i].substr(0, equals + 1))
            return std::nullopt;
        found.push_back({now[i].substr(0, equals), now[i].substr(equals + 1)});
    }
    return found;
}

bool changesWhilePlaying(GstElement* element, const std::string& name) {
    const auto* spec = g_object_class_find_property(G_OBJECT_GET_CLASS(element), name.c_str());
    return spec && (spec->flags & GST_PARAM_MUTABLE_PLAYING) != 0;
}

/// Whether they differ in more than what properties of the encoder itself say.
bool differInPicture(const EncodeSettings& from, const EncodeSettings& to) {
    auto same = from;
    same.bitrate = to.bitrate;
    same.keyframeInterval = to.keyframeInterval;
    return same != to;
}

/// What the encoder is to be told; nothing where that would not do.
std::optional<std::vector<Property>> changes(const EncoderRow* row, const EncodeSettings& from,
                                             const EncodeSettings& to) {
    if (!row || differInPicture(from, to) || row->outputFields(from) != row->outputFields(to))
        return std::nullopt;
    return differences(row->properties(from), row->properties(to));
}

} // namespace

bool retune(GstElement* encoder, const EncodeSettings& from, const EncodeSettings& to) {
    const auto changed =
        changes(encoder ? findEncoder(gst::factoryName(encoder)) : nullptr, from, to);
    if (!changed || !std::all_of(changed->begin(), changed->end(), [encoder](const auto& each) {
            return changesWhilePlaying(encoder, each.name);
        }))
        return false;
    for (const auto& each : *changed)
        gst_util_set_object_arg(G_OBJECT(encoder), each.name.c_str(), each.value.c_str());
    return true;
}

bool mayRetune(std::string_view encoder, const EncodeSettings& from, const EncodeSettings& to) {
    return changes(findEncoder(encoder), from, to).has_value();
}

} // namespace vitrine::camera
