// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Fragment.hpp"

#include "camera/SourcePlan.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"

namespace vitrine::camera {
namespace {

std::string nameOf(GstPad* pad) {
    const gst::Ref<GstElement> element(gst_pad_get_parent_element(pad), gst::adopt);
    const auto factory = element ? gst::factoryName(element.get()) : std::string_view();
    return std::string(factory.empty() ? "an element" : factory);
}

/// The element behind the ghost pad that parsing made.
std::string targetName(GstPad* ghost) {
    const gst::Ref<GstPad> target(gst_ghost_pad_get_target(GST_GHOST_PAD(ghost)), gst::adopt);
    return target ? nameOf(target.get()) : "an element";
}

} // namespace

gst::Ref<GstElement> makeFragment(const std::string& fragment) {
    const auto wrong = [](const std::string& text) {
        return gst::BuildError("source pipeline: " + text);
    };
    gst::Ref<GstElement> bin;
    try {
        bin = gst::parseBin(closeFragment(fragment));
    } catch (const gst::BuildError& error) {
        throw wrong(error.what());
    }
    const gst::Ref<GstPad> sink(gst_element_get_static_pad(bin.get(), "sink"), gst::adopt);
    if (sink)
        throw wrong("nothing feeds " + targetName(sink.get()) +
                    ": the fragment has to begin with a source, such as v4l2src");
    const gst::Ref<GstPad> src(gst_element_get_static_pad(bin.get(), "src"), gst::adopt);
    if (!src)
        throw wrong("the fragment's end is not open: end it in an element with a source pad, not "
                    "in a sink, and after an element such as decodebin, whose pads come late, "
                    "write \"! videoconvert\"");
    // Parsing made a ghost pad of the first one only.
    const gst::Ref<GstPad> more(gst_bin_find_unlinked_pad(GST_BIN(bin.get()), GST_PAD_SRC),
                                gst::adopt);
    if (more)
        throw wrong("the fragment has more than one open end, at " + targetName(src.get()) +
                    " and at " + nameOf(more.get()) +
                    ": link all but one, for instance to fakesink");
    return bin;
}

} // namespace vitrine::camera
