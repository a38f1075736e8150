// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A plugin with what vendors' elements do to the process they are in: the element "faulty" passes
// everything on, and from the moment on that a file is there, or from the beginning without one,
//   leak     keeps `rate` MiB a second and never gives them back
//   crash    writes where nothing is
//   hang     waits in a system call for what never comes
//   garbage  says what is no message on the worker's channel
//   forge    says that there is a frame where there is no memory
//   flood    says the same again and again, without an end
// With `lock` it is a device that only one can have: the file is it.
#include <gst/base/gstbasetransform.h>
#include <gst/gst.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int kChannel = 3; // worker::kChannelDescriptor
constexpr std::uint8_t kFrame = 1;
constexpr std::uint8_t kBeat = 4;

struct Faulty {
    GstBaseTransform parent;
    gchar* kind;
    gchar* file;
    gchar* lock;
    int device;
    guint rate;
    GstClockTime last;
};
struct FaultyClass {
    GstBaseTransformClass parent;
};
G_DEFINE_TYPE(Faulty, faulty, GST_TYPE_BASE_TRANSFORM)

enum { kKind = 1, kFile, kLock, kRate };

void say(const std::vector<std::uint8_t>& message) {
    send(kChannel, message.data(), message.size(), MSG_NOSIGNAL);
}

void leak(Faulty* self) {
    const auto now = gst_util_get_timestamp();
    const auto since = self->last == 0 ? 0 : now - self->last;
    self->last = now;
    const auto bytes = gst_util_uint64_scale(std::uint64_t{self->rate} << 20U, since, GST_SECOND);
    static std::vector<std::vector<char>*> kept; // or the compiler would leave it all out
    kept.push_back(new std::vector<char>(bytes, 1));
}

[[noreturn]] void crash() {
    std::signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    _exit(1);
}

void hang() {
    std::array<int, 2> ends{};
    char nothing = 0;
    if (pipe(ends.data()) == 0)
        while (read(ends[0], &nothing, 1) != 0)
            continue;
}

void misbehave(Faulty* self) {
    const std::string_view kind(self->kind ? self->kind : "");
    if (kind == "leak")
        leak(self);
    else if (kind == "crash")
        crash();
    else if (kind == "hang")
        hang();
    else if (kind == "garbage")
        say({0xFF, 0xFF, 0xFF});
    else if (kind == "forge")
        say({kFrame, 0, 1, 0, 1, 0, 1, 0xF0, 0, 0, 0, 0, 0, 4, 0, 0, 0,
             0,      0, 0, 0, 0, 1, 0, 0,    0, 0, 0, 0, 0, 0, 1, 1});
    else if (kind == "flood")
        for (;;)
            say({kBeat});
}

GstFlowReturn onBuffer(GstBaseTransform* base, GstBuffer* /*buffer*/) {
    auto* self = reinterpret_cast<Faulty*>(base);
    if (!self->file || access(self->file, F_OK) == 0)
        misbehave(self);
    return GST_FLOW_OK;
}

gboolean onStart(GstBaseTransform* base) {
    auto* self = reinterpret_cast<Faulty*>(base);
    if (!self->lock)
        return TRUE;
    self->device = open(self->lock, O_RDONLY | O_CLOEXEC);
    if (self->device >= 0 && flock(self->device, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
    GST_ELEMENT_ERROR(self, RESOURCE, BUSY, ("the device is in use"), (nullptr));
    return FALSE;
}

gboolean onStop(GstBaseTransform* base) {
    auto* self = reinterpret_cast<Faulty*>(base);
    if (self->device >= 0)
        close(self->device);
    self->device = -1;
    return TRUE;
}

void setProperty(GObject* object, guint id, const GValue* value, GParamSpec* /*spec*/) {
    auto* self = reinterpret_cast<Faulty*>(object);
    if (id == kRate) {
        self->rate = g_value_get_uint(value);
        return;
    }
    auto*& text = id == kKind ? self->kind : id == kFile ? self->file : self->lock;
    g_free(text);
    text = g_value_dup_string(value);
}

void finalize(GObject* object) {
    auto* self = reinterpret_cast<Faulty*>(object);
    g_free(self->kind);
    g_free(self->file);
    g_free(self->lock);
    G_OBJECT_CLASS(faulty_parent_class)->finalize(object);
}

void faulty_class_init(FaultyClass* type) {
    auto* object = G_OBJECT_CLASS(type);
    object->set_property = setProperty;
    object->finalize = finalize;
    constexpr auto kFlags = GParamFlags(G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_property(object, kKind,
                                    g_param_spec_string("kind", "", "", nullptr, kFlags));
    g_object_class_install_property(object, kFile,
                                    g_param_spec_string("file", "", "", nullptr, kFlags));
    g_object_class_install_property(object, kLock,
                                    g_param_spec_string("lock", "", "", nullptr, kFlags));
    g_object_class_install_property(object, kRate,
                                    g_param_spec_uint("rate", "", "", 0, 1000, 20, kFlags));
    auto* element = GST_ELEMENT_CLASS(type);
    const auto any = gst_caps_new_any();
    gst_element_class_add_pad_template(
        element, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, any));
    gst_element_class_add_pad_template(
        element, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, any));
    gst_caps_unref(any);
    gst_element_class_set_static_metadata(element, "Faulty", "Filter", "Fails as it is told",
                                          "The Vitrine authors");
    auto* transform = GST_BASE_TRANSFORM_CLASS(type);
    transform->start = onStart;
    transform->stop = onStop;
    transform->transform_ip = onBuffer;
    transform->transform_ip_on_passthrough = TRUE;
}

void faulty_init(Faulty* self) {
    self->rate = 20;
    self->device = -1;
    gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(self), TRUE);
}

gboolean registerAll(GstPlugin* plugin) {
    return gst_element_register(plugin, "faulty", GST_RANK_NONE, faulty_get_type());
}

} // namespace

#define PACKAGE "vitrine-tests"
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, faulty, "Elements that fail", registerAll,
                  "1", "LGPL", "vitrine", "vitrine")
