// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Element.hpp"

#include "gst/Error.hpp"

#include <array>
#include <cassert>

namespace vitrine::gst {
namespace {

struct PluginPackage {
    std::string_view element;
    std::string_view package;
};

// The elements this program names itself, each with the Debian package that ships it.
constexpr std::array kPackages{
    PluginPackage{"appsink", "gstreamer1.0-plugins-base"},
    PluginPackage{"appsrc", "gstreamer1.0-plugins-base"},
    PluginPackage{"videoconvert", "gstreamer1.0-plugins-base"},
    PluginPackage{"videoscale", "gstreamer1.0-plugins-base"},
    PluginPackage{"videorate", "gstreamer1.0-plugins-base"},
    PluginPackage{"videotestsrc", "gstreamer1.0-plugins-base"},
    PluginPackage{"parsebin", "gstreamer1.0-plugins-base"},
    PluginPackage{"decodebin", "gstreamer1.0-plugins-base"},
    PluginPackage{"rtspsrc", "gstreamer1.0-plugins-good"},
    PluginPackage{"rtph264pay", "gstreamer1.0-plugins-good"},
    PluginPackage{"rtph264depay", "gstreamer1.0-plugins-good"},
    PluginPackage{"mp4mux", "gstreamer1.0-plugins-good"},
    PluginPackage{"rtpbin", "gstreamer1.0-plugins-good"},
    PluginPackage{"deinterlace", "gstreamer1.0-plugins-good"},
    PluginPackage{"jpegdec", "gstreamer1.0-plugins-good"},
    PluginPackage{"jpegenc", "gstreamer1.0-plugins-good"},
    PluginPackage{"v4l2src", "gstreamer1.0-plugins-good"},
    PluginPackage{"v4l2h264enc", "gstreamer1.0-plugins-good"},
    PluginPackage{"h264parse", "gstreamer1.0-plugins-bad"},
    PluginPackage{"h265parse", "gstreamer1.0-plugins-bad"},
    PluginPackage{"jpegparse", "gstreamer1.0-plugins-bad"},
    PluginPackage{"openh264dec", "gstreamer1.0-plugins-bad"},
    PluginPackage{"openh264enc", "gstreamer1.0-plugins-bad"},
    PluginPackage{"webrtcbin", "gstreamer1.0-plugins-bad"},
    PluginPackage{"dtlsdec", "gstreamer1.0-plugins-bad"},
    PluginPackage{"dtlsenc", "gstreamer1.0-plugins-bad"},
    PluginPackage{"srtpdec", "gstreamer1.0-plugins-bad"},
    PluginPackage{"srtpenc", "gstreamer1.0-plugins-bad"},
    PluginPackage{"vah264enc", "gstreamer1.0-plugins-bad"},
    PluginPackage{"nvh264enc", "gstreamer1.0-plugins-bad"},
    PluginPackage{"vaapih264enc", "gstreamer1.0-vaapi"},
    PluginPackage{"x264enc", "gstreamer1.0-plugins-ugly"},
    PluginPackage{"avdec_h264", "gstreamer1.0-libav"},
    PluginPackage{"avdec_h265", "gstreamer1.0-libav"},
    PluginPackage{"avdec_mpeg4", "gstreamer1.0-libav"},
    PluginPackage{"avdec_mjpeg", "gstreamer1.0-libav"},
    PluginPackage{"nicesink", "gstreamer1.0-nice"},
    PluginPackage{"nicesrc", "gstreamer1.0-nice"},
    PluginPackage{"libcamerasrc", "gstreamer1.0-libcamera"},
};

std::string missing(std::string_view factory) {
    std::string text = "GStreamer has no element \"" + std::string(factory) + "\"";
    if (const auto package = packageOf(factory); !package.empty())
        text += " (install " + std::string(package) + ")";
    return text;
}

} // namespace

std::string_view packageOf(std::string_view factory) {
    for (const auto& entry : kPackages)
        if (entry.element == factory)
            return entry.package;
    return {};
}

Ref<GstElement> makeElement(const char* factory, const char* name) {
    auto* element = gst_element_factory_make(factory, name);
    if (!element)
        throw BuildError(missing(factory));
    return {element, sink};
}

bool elementExists(const char* factory) {
    // Not gst-inspect's --exists: it compares versions, and nicesink's plugin is not GStreamer's.
    return bool(Ref<GstElementFactory>(gst_element_factory_find(factory), adopt));
}

Ref<GstElement> parseBin(const std::string& description) {
    GError* error = nullptr;
    auto* context = gst_parse_context_new();
    Ref<GstElement> bin(gst_parse_bin_from_description_full(description.c_str(), TRUE, context,
                                                            GST_PARSE_FLAG_FATAL_ERRORS, &error),
                        sink);
    auto** names = gst_parse_context_get_missing_elements(context);
    std::string text;
    for (auto** name = names; name && *name; ++name)
        text += (text.empty() ? "" : "; ") + missing(*name);
    g_strfreev(names);
    gst_parse_context_free(context);
    if (error) {
        const ErrorPtr owned(error);
        throw BuildError(text.empty() ? std::string(owned->message) : text);
    }
    return bin;
}

Ref<GstPad> staticPad(GstElement* element, const char* name) {
    Ref<GstPad> pad(gst_element_get_static_pad(element, name), adopt);
    assert(pad);
    return pad;
}

bool hasProperty(gpointer object, const char* name) {
    return g_object_class_find_property(G_OBJECT_GET_CLASS(object), name) != nullptr;
}

std::string_view factoryName(GstElement* element) {
    auto* factory = gst_element_get_factory(element);
    return factory ? std::string_view(GST_OBJECT_NAME(factory)) : std::string_view{};
}

} // namespace vitrine::gst
