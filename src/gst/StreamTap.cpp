// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/StreamTap.hpp"

#include <utility>

namespace {

using vitrine::gst::StreamTap;
using SharedTap = std::shared_ptr<StreamTap>;

// The three types. Their C++ member is made in init and ended in finalize.

struct VitrineTappedInput {
    GFilterInputStream parent;
    SharedTap tap;
};
struct VitrineTappedInputClass {
    GFilterInputStreamClass parent;
};
struct VitrineTappedOutput {
    GFilterOutputStream parent;
    SharedTap tap;
};
struct VitrineTappedOutputClass {
    GFilterOutputStreamClass parent;
};
struct VitrineTappedStream {
    GIOStream parent;
    SharedTap tap;
    GIOStream* connection;
    GInputStream* input;
    GOutputStream* output;
};
struct VitrineTappedStreamClass {
    GIOStreamClass parent;
};

void pollableInput(GPollableInputStreamInterface* interface);
void pollableOutput(GPollableOutputStreamInterface* interface);

G_DEFINE_TYPE_WITH_CODE(VitrineTappedInput, vitrine_tapped_input, G_TYPE_FILTER_INPUT_STREAM,
                        G_IMPLEMENT_INTERFACE(G_TYPE_POLLABLE_INPUT_STREAM, pollableInput))
G_DEFINE_TYPE_WITH_CODE(VitrineTappedOutput, vitrine_tapped_output, G_TYPE_FILTER_OUTPUT_STREAM,
                        G_IMPLEMENT_INTERFACE(G_TYPE_POLLABLE_OUTPUT_STREAM, pollableOutput))
G_DEFINE_TYPE(VitrineTappedStream, vitrine_tapped_stream, G_TYPE_IO_STREAM)

template <typename Self>
Self* as(gpointer object) {
    return static_cast<Self*>(object);
}

template <typename Self>
void initTap(Self* self) {
    std::construct_at(&self->tap);
}

template <typename Self, gpointer* Parent>
void finalize(GObject* object) {
    std::destroy_at(&as<Self>(object)->tap);
    G_OBJECT_CLASS(*Parent)->finalize(object);
}

// --- what is read

GPollableInputStream* baseOf(GPollableInputStream* stream) {
    return G_POLLABLE_INPUT_STREAM(
        g_filter_input_stream_get_base_stream(G_FILTER_INPUT_STREAM(stream)));
}

gssize readSome(GPollableInputStream* stream, void* buffer, gsize count, GError** error) {
    auto& tap = *as<VitrineTappedInput>(stream)->tap;
    if (!tap.mayRead()) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "enough for now");
        return -1;
    }
    const auto size =
        g_pollable_input_stream_read_nonblocking(baseOf(stream), buffer, count, nullptr, error);
    if (size <= 0) {
        tap.onNothing();
        return size;
    }
    const std::string_view bytes(static_cast<const char*>(buffer), static_cast<gsize>(size));
    return tap.onRead(bytes, error) ? size : -1;
}

void pollableInput(GPollableInputStreamInterface* interface) {
    interface->can_poll = [](GPollableInputStream* stream) {
        return g_pollable_input_stream_can_poll(baseOf(stream));
    };
    interface->is_readable = [](GPollableInputStream* stream) {
        return g_pollable_input_stream_is_readable(baseOf(stream));
    };
    interface->create_source = [](GPollableInputStream* stream, GCancellable* cancellable) {
        auto* base = g_pollable_input_stream_create_source(baseOf(stream), nullptr);
        auto* source = g_pollable_source_new_full(stream, base, cancellable);
        g_source_unref(base);
        return source;
    };
    interface->read_nonblocking = readSome;
}

void vitrine_tapped_input_class_init(VitrineTappedInputClass* klass) {
    G_OBJECT_CLASS(klass)->finalize =
        finalize<VitrineTappedInput, &vitrine_tapped_input_parent_class>;
}

void vitrine_tapped_input_init(VitrineTappedInput* self) {
    initTap(self);
}

// --- what is written

GPollableOutputStream* baseOf(GPollableOutputStream* stream) {
    return G_POLLABLE_OUTPUT_STREAM(
        g_filter_output_stream_get_base_stream(G_FILTER_OUTPUT_STREAM(stream)));
}

gssize writeSome(GPollableOutputStream* stream, const void* buffer, gsize count, GError** error) {
    const auto size =
        g_pollable_output_stream_write_nonblocking(baseOf(stream), buffer, count, nullptr, error);
    if (size > 0)
        as<VitrineTappedOutput>(stream)->tap->onWritten(
            {static_cast<const char*>(buffer), static_cast<gsize>(size)});
    return size;
}

void pollableOutput(GPollableOutputStreamInterface* interface) {
    interface->can_poll = [](GPollableOutputStream* stream) {
        return g_pollable_output_stream_can_poll(baseOf(stream));
    };
    interface->is_writable = [](GPollableOutputStream* stream) {
        return g_pollable_output_stream_is_writable(baseOf(stream));
    };
    interface->create_source = [](GPollableOutputStream* stream, GCancellable* cancellable) {
        auto* base = g_pollable_output_stream_create_source(baseOf(stream), nullptr);
        auto* source = g_pollable_source_new_full(stream, base, cancellable);
        g_source_unref(base);
        return source;
    };
    interface->write_nonblocking = writeSome;
}

void vitrine_tapped_output_class_init(VitrineTappedOutputClass* klass) {
    G_OBJECT_CLASS(klass)->finalize =
        finalize<VitrineTappedOutput, &vitrine_tapped_output_parent_class>;
}

void vitrine_tapped_output_init(VitrineTappedOutput* self) {
    initTap(self);
}

// --- the two together

gboolean closeNow(GIOStream* stream, GCancellable* cancellable, GError** error) {
    auto* self = as<VitrineTappedStream>(stream);
    if (self->tap->onClose(self->connection))
        return TRUE;
    return g_io_stream_close(self->connection, cancellable, error);
}

// GIO's own would close in a thread.
void closeSoon(GIOStream* stream, int priority, GCancellable* cancellable,
               GAsyncReadyCallback callback, gpointer data) {
    auto* task = g_task_new(stream, cancellable, callback, data);
    auto* self = as<VitrineTappedStream>(stream);
    if (self->tap->onClose(self->connection)) {
        g_task_return_boolean(task, TRUE);
        g_object_unref(task);
        return;
    }
    g_io_stream_close_async(
        self->connection, priority, cancellable,
        [](GObject* connection, GAsyncResult* result, gpointer taskPointer) {
            auto* closing = G_TASK(taskPointer);
            GError* error = nullptr;
            if (g_io_stream_close_finish(G_IO_STREAM(connection), result, &error))
                g_task_return_boolean(closing, TRUE);
            else
                g_task_return_error(closing, error);
            g_object_unref(closing);
        },
        task);
}

gboolean closed(GIOStream* /*stream*/, GAsyncResult* result, GError** error) {
    return g_task_propagate_boolean(G_TASK(result), error);
}

void finalizeStream(GObject* object) {
    auto* self = as<VitrineTappedStream>(object);
    g_object_unref(self->input);
    g_object_unref(self->output);
    g_object_unref(self->connection);
    finalize<VitrineTappedStream, &vitrine_tapped_stream_parent_class>(object);
}

void vitrine_tapped_stream_class_init(VitrineTappedStreamClass* klass) {
    auto* stream = G_IO_STREAM_CLASS(klass);
    stream->get_input_stream = [](GIOStream* self) {
        return as<VitrineTappedStream>(self)->input;
    };
    stream->get_output_stream = [](GIOStream* self) {
        return as<VitrineTappedStream>(self)->output;
    };
    stream->close_fn = closeNow;
    stream->close_async = closeSoon;
    stream->close_finish = closed;
    G_OBJECT_CLASS(klass)->finalize = finalizeStream;
}

void vitrine_tapped_stream_init(VitrineTappedStream* self) {
    initTap(self);
}

// A filter around one direction of the connection, which is closed as a whole, not by it.
template <typename Self>
Self* makeFilter(GType type, gpointer base, const SharedTap& tap) {
    auto* self =
        as<Self>(g_object_new(type, "base-stream", base, "close-base-stream", FALSE, nullptr));
    self->tap = tap;
    return self;
}

} // namespace

namespace vitrine::gst {

Ref<GIOStream> tapped(GIOStream* connection, std::shared_ptr<StreamTap> tap) {
    auto* self = as<VitrineTappedStream>(g_object_new(vitrine_tapped_stream_get_type(), nullptr));
    self->tap = std::move(tap);
    self->connection = G_IO_STREAM(g_object_ref(connection));
    self->input = G_INPUT_STREAM(makeFilter<VitrineTappedInput>(
        vitrine_tapped_input_get_type(), g_io_stream_get_input_stream(connection), self->tap));
    self->output = G_OUTPUT_STREAM(makeFilter<VitrineTappedOutput>(
        vitrine_tapped_output_get_type(), g_io_stream_get_output_stream(connection), self->tap));
    return {G_IO_STREAM(self), adopt};
}

StreamTap& tapOf(GIOStream* tappedConnection) {
    return *as<VitrineTappedStream>(tappedConnection)->tap;
}

} // namespace vitrine::gst
