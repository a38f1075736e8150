// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/NamingBin.hpp"

namespace vitrine::camera {
namespace {

struct NamingBin {
    GstBin parent;
    char* name;
};

struct NamingBinClass {
    GstBinClass parent;
};

G_DEFINE_TYPE(NamingBin, naming_bin, GST_TYPE_BIN) // NOLINT: GObject's names and casts

/// Takes the message over and gives one with the name in its text.
GstMessage* named(GstMessage* message, const char* name) {
    GError* error = nullptr;
    gchar* debug = nullptr;
    gst_message_parse_error(message, &error, &debug);
    const gst::ErrorPtr ownedError(error);
    const gst::CharPtr ownedDebug(debug);
    // Our own errors name the file where it fits the sentence.
    if (g_strstr_len(error->message, -1, name))
        return message;
    const gst::ErrorPtr better(
        g_error_new(error->domain, error->code, "%s: %s", name, error->message));
    auto* replaced = gst_message_new_error(GST_MESSAGE_SRC(message), better.get(), debug);
    gst_message_set_seqnum(replaced, gst_message_get_seqnum(message));
    gst_message_unref(message);
    return replaced;
}

void handleMessage(GstBin* bin, GstMessage* message) {
    const auto* name = reinterpret_cast<NamingBin*>(bin)->name;
    if (name && GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
        message = named(message, name);
    GST_BIN_CLASS(naming_bin_parent_class)->handle_message(bin, message);
}

void finalize(GObject* object) {
    g_free(reinterpret_cast<NamingBin*>(object)->name);
    G_OBJECT_CLASS(naming_bin_parent_class)->finalize(object);
}

void naming_bin_class_init(NamingBinClass* klass) { // NOLINT: G_DEFINE_TYPE's name
    GST_BIN_CLASS(klass)->handle_message = handleMessage;
    G_OBJECT_CLASS(klass)->finalize = finalize;
}

void naming_bin_init(NamingBin*) {} // NOLINT: G_DEFINE_TYPE's name

} // namespace

gst::Ref<GstElement> makeNamingBin(const char* elementName, const std::string& name) {
    gst::Ref<GstElement> bin(
        GST_ELEMENT(g_object_new(naming_bin_get_type(), "name", elementName, nullptr)), gst::sink);
    if (!name.empty())
        reinterpret_cast<NamingBin*>(bin.get())->name = g_strdup(name.c_str());
    return bin;
}

} // namespace vitrine::camera
