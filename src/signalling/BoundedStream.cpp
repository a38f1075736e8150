// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/BoundedStream.hpp"

#include "signalling/FrameMeter.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace {

using vitrine::signalling::FrameMeter;
using vitrine::signalling::StreamLimits;

// libsoup reads until nothing is left to read before it looks at what it has.
constexpr gsize kMostAtOnce = 16UL * 1024;

// What both directions know of each other. Shared: a stream may outlive the connection it is of.
struct Flow {
    StreamLimits limits;
    FrameMeter in;
    FrameMeter out;
    gsize burst = 0;                // bytes since the reader last had to stop
    std::optional<guint64> allowed; // bytes, once the connection is being closed
};
using SharedFlow = std::shared_ptr<Flow>;

gboolean refuse(GError** error, GIOErrorEnum code, const std::string& why) {
    g_set_error_literal(error, G_IO_ERROR, code, why.c_str());
    return FALSE;
}

gboolean admit(Flow& flow, std::string_view bytes, GError** error) {
    flow.in.see(bytes);
    if (flow.in.longest() > flow.limits.message)
        return refuse(error, G_IO_ERROR_MESSAGE_TOO_LARGE,
                      "a message of more than " + std::to_string(flow.limits.message) + " bytes");
    if (flow.in.pings() > flow.out.pongs() + flow.limits.unanswered)
        return refuse(error, G_IO_ERROR_BUSY, "pings come faster than their pongs are read");
    if (flow.allowed) {
        if (bytes.size() > *flow.allowed)
            return refuse(error, G_IO_ERROR_BUSY, "the peer does not stop sending");
        *flow.allowed -= bytes.size();
    }
    return TRUE;
}

// The three types. Their C++ member is made in init and ended in finalize.

struct VitrineBoundedInput {
    GFilterInputStream parent;
    SharedFlow flow;
};
struct VitrineBoundedInputClass {
    GFilterInputStreamClass parent;
};
struct VitrineBoundedOutput {
    GFilterOutputStream parent;
    SharedFlow flow;
};
struct VitrineBoundedOutputClass {
    GFilterOutputStreamClass parent;
};
struct VitrineBoundedStream {
    GIOStream parent;
    SharedFlow flow;
    GIOStream* connection;
    GInputStream* input;
    GOutputStream* output;
};
struct VitrineBoundedStreamClass {
    GIOStreamClass parent;
};

void pollableInput(GPollableInputStreamInterface* interface);
void pollableOutput(GPollableOutputStreamInterface* interface);

G_DEFINE_TYPE_WITH_CODE(VitrineBoundedInput, vitrine_bounded_input, G_TYPE_FILTER_INPUT_STREAM,
                        G_IMPLEMENT_INTERFACE(G_TYPE_POLLABLE_INPUT_STREAM, pollableInput))
G_DEFINE_TYPE_WITH_CODE(VitrineBoundedOutput, vitrine_bounded_output, G_TYPE_FILTER_OUTPUT_STREAM,
                        G_IMPLEMENT_INTERFACE(G_TYPE_POLLABLE_OUTPUT_STREAM, pollableOutput))
G_DEFINE_TYPE(VitrineBoundedStream, vitrine_bounded_stream, G_TYPE_IO_STREAM)

template <typename Self>
Self* as(gpointer object) {
    return static_cast<Self*>(object);
}

template <typename Self>
void initFlow(Self* self) {
    std::construct_at(&self->flow);
}

template <typename Self, gpointer* Parent>
void finalize(GObject* object) {
    std::destroy_at(&as<Self>(object)->flow);
    G_OBJECT_CLASS(*Parent)->finalize(object);
}

// --- what is read

GPollableInputStream* baseOf(GPollableInputStream* stream) {
    return G_POLLABLE_INPUT_STREAM(
        g_filter_input_stream_get_base_stream(G_FILTER_INPUT_STREAM(stream)));
}

gssize readSome(GPollableInputStream* stream, void* buffer, gsize count, GError** error) {
    auto& flow = *as<VitrineBoundedInput>(stream)->flow;
    if (flow.burst >= kMostAtOnce) {
        flow.burst = 0;
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "enough for now");
        return -1;
    }
    const auto size =
        g_pollable_input_stream_read_nonblocking(baseOf(stream), buffer, count, nullptr, error);
    if (size <= 0) {
        flow.burst = 0;
        return size;
    }
    flow.burst += static_cast<gsize>(size);
    const std::string_view bytes(static_cast<const char*>(buffer), static_cast<gsize>(size));
    return admit(flow, bytes, error) ? size : -1;
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

void vitrine_bounded_input_class_init(VitrineBoundedInputClass* klass) {
    G_OBJECT_CLASS(klass)->finalize =
        finalize<VitrineBoundedInput, &vitrine_bounded_input_parent_class>;
}

void vitrine_bounded_input_init(VitrineBoundedInput* self) {
    initFlow(self);
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
        as<VitrineBoundedOutput>(stream)->flow->out.see(
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

void vitrine_bounded_output_class_init(VitrineBoundedOutputClass* klass) {
    G_OBJECT_CLASS(klass)->finalize =
        finalize<VitrineBoundedOutput, &vitrine_bounded_output_parent_class>;
}

void vitrine_bounded_output_init(VitrineBoundedOutput* self) {
    initFlow(self);
}

// --- the two together

gboolean closeNow(GIOStream* stream, GCancellable* cancellable, GError** error) {
    return g_io_stream_close(as<VitrineBoundedStream>(stream)->connection, cancellable, error);
}

// GIO's own would close in a thread.
void closeSoon(GIOStream* stream, int priority, GCancellable* cancellable,
               GAsyncReadyCallback callback, gpointer data) {
    auto* task = g_task_new(stream, cancellable, callback, data);
    g_io_stream_close_async(
        as<VitrineBoundedStream>(stream)->connection, priority, cancellable,
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
    auto* self = as<VitrineBoundedStream>(object);
    g_object_unref(self->input);
    g_object_unref(self->output);
    g_object_unref(self->connection);
    finalize<VitrineBoundedStream, &vitrine_bounded_stream_parent_class>(object);
}

void vitrine_bounded_stream_class_init(VitrineBoundedStreamClass* klass) {
    auto* stream = G_IO_STREAM_CLASS(klass);
    stream->get_input_stream = [](GIOStream* self) {
        return as<VitrineBoundedStream>(self)->input;
    };
    stream->get_output_stream = [](GIOStream* self) {
        return as<VitrineBoundedStream>(self)->output;
    };
    stream->close_fn = closeNow;
    stream->close_async = closeSoon;
    stream->close_finish = closed;
    G_OBJECT_CLASS(klass)->finalize = finalizeStream;
}

void vitrine_bounded_stream_init(VitrineBoundedStream* self) {
    initFlow(self);
}

// A filter around one direction of the connection, which is closed as a whole, not by it.
template <typename Self>
Self* makeFilter(GType type, gpointer base, const SharedFlow& flow) {
    auto* self =
        as<Self>(g_object_new(type, "base-stream", base, "close-base-stream", FALSE, nullptr));
    self->flow = flow;
    return self;
}

} // namespace

namespace vitrine::signalling {

gst::Ref<GIOStream> boundedStream(GIOStream* connection, StreamLimits limits) {
    auto* self = as<VitrineBoundedStream>(g_object_new(vitrine_bounded_stream_get_type(), nullptr));
    self->flow = std::make_shared<Flow>();
    self->flow->limits = limits;
    self->connection = G_IO_STREAM(g_object_ref(connection));
    self->input = G_INPUT_STREAM(makeFilter<VitrineBoundedInput>(
        vitrine_bounded_input_get_type(), g_io_stream_get_input_stream(connection), self->flow));
    self->output = G_OUTPUT_STREAM(makeFilter<VitrineBoundedOutput>(
        vitrine_bounded_output_get_type(), g_io_stream_get_output_stream(connection), self->flow));
    return {G_IO_STREAM(self), gst::adopt};
}

void windUp(GIOStream* boundedStream) {
    auto& flow = *as<VitrineBoundedStream>(boundedStream)->flow;
    if (!flow.allowed)
        flow.allowed = flow.limits.message;
}

} // namespace vitrine::signalling
