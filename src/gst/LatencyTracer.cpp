// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/LatencyTracer.hpp"

#include "gst/Element.hpp"
#include "gst/Ref.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>

namespace {

using vitrine::gst::Ref;

constexpr const char* kName = "vitrine-latency";

/// What is under way in one element.
class Passing {
  public:
    static Passing& of(GstElement* element) {
        static const auto quark = g_quark_from_static_string("vitrine-latency-passing");
        static std::mutex making;
        const std::lock_guard lock(making);
        auto* passing = static_cast<Passing*>(g_object_get_qdata(G_OBJECT(element), quark));
        if (!passing) {
            passing = new Passing(element);
            g_object_set_qdata_full(G_OBJECT(element), quark, passing,
                                    [](gpointer data) { delete static_cast<Passing*>(data); });
        }
        return *passing;
    }

    void enter(GstClockTime frame, GstClockTime now) {
        const std::lock_guard lock(mutex_);
        const auto known = find(frame);
        if (known != entered_.end())
            return; // its first buffer counts
        entered_[next_] = {frame, now};
        next_ = (next_ + 1) % entered_.size();
    }

    /// When the frame came in; once.
    std::optional<GstClockTime> leave(GstClockTime frame) {
        const std::lock_guard lock(mutex_);
        const auto known = find(frame);
        if (known == entered_.end())
            return std::nullopt;
        known->frame = GST_CLOCK_TIME_NONE;
        return known->when;
    }

    const std::string& pipeline() const noexcept { return pipeline_; }

  private:
    struct Entered {
        GstClockTime frame = GST_CLOCK_TIME_NONE;
        GstClockTime when = 0;
    };
    // More than any element of ours keeps at once.
    using Frames = std::array<Entered, 64>;

    explicit Passing(GstElement* element) {
        Ref<GstObject> top(GST_OBJECT(element), vitrine::gst::share);
        while (Ref<GstObject> parent{gst_object_get_parent(top.get()), vitrine::gst::adopt})
            top = std::move(parent);
        const vitrine::gst::CharPtr name(gst_object_get_name(top.get()));
        pipeline_ = name.get();
    }

    Frames::iterator find(GstClockTime frame) {
        return std::find_if(entered_.begin(), entered_.end(),
                            [frame](const auto& each) { return each.frame == frame; });
    }

    std::mutex mutex_;
    Frames entered_;       // guarded by mutex_
    std::size_t next_ = 0; // guarded by mutex_
    std::string pipeline_;
};

// The element that a pad belongs to; null for ghost pads and their insides.
Ref<GstElement> elementOf(GstPad* pad) {
    Ref<GstObject> parent(pad ? gst_object_get_parent(GST_OBJECT(pad)) : nullptr,
                          vitrine::gst::adopt);
    if (!parent || !GST_IS_ELEMENT(parent.get()) || GST_IS_BIN(parent.get()))
        return {};
    return {GST_ELEMENT(parent.get()), vitrine::gst::share};
}

// The same on both sides of an encoder that moves its timestamps, as x264enc does by 1000 hours.
GstClockTime runningTime(GstPad* pad, GstBuffer* buffer) {
    const Ref<GstEvent> event(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0),
                              vitrine::gst::adopt);
    if (!event)
        return GST_CLOCK_TIME_NONE;
    const GstSegment* segment = nullptr;
    gst_event_parse_segment(event.get(), &segment);
    return segment->format == GST_FORMAT_TIME
               ? gst_segment_to_running_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer))
               : GST_CLOCK_TIME_NONE;
}

GstStructure* field(const char* kind, GType type, const char* description) {
    return gst_structure_new(kind, "type", G_TYPE_GTYPE, type, "description", G_TYPE_STRING,
                             description, nullptr);
}

GstTracerRecord* elementRecord() {
    static auto* const record = [] {
        auto* made = gst_tracer_record_new(
            "vitrine-element-latency.class", "pipeline", GST_TYPE_STRUCTURE,
            field("scope", G_TYPE_STRING, "camera-ID or viewer-N"), "element", GST_TYPE_STRUCTURE,
            field("scope", G_TYPE_STRING, "the element's name"), "factory", GST_TYPE_STRUCTURE,
            field("value", G_TYPE_STRING, "what made it"), "time", GST_TYPE_STRUCTURE,
            field("value", G_TYPE_UINT64, "ns from coming in to going out"), "frame",
            GST_TYPE_STRUCTURE, field("value", G_TYPE_UINT64, "the frame's running time"), "ts",
            GST_TYPE_STRUCTURE, field("value", G_TYPE_UINT64, "when it went out"), nullptr);
        GST_OBJECT_FLAG_SET(made, GST_OBJECT_FLAG_MAY_BE_LEAKED);
        return made;
    }();
    return record;
}

GstTracerRecord* senderRecord() {
    static auto* const record = [] {
        auto* made = gst_tracer_record_new(
            "vitrine-sender-latency.class", "viewer", GST_TYPE_STRUCTURE,
            field("scope", G_TYPE_STRING, "viewer-N"), "time", GST_TYPE_STRUCTURE,
            field("value", G_TYPE_UINT64, "ns that its sender was at the frame"), "frame",
            GST_TYPE_STRUCTURE, field("value", G_TYPE_UINT64, "the frame's house time"), "ts",
            GST_TYPE_STRUCTURE, field("value", G_TYPE_UINT64, "when it was done"), nullptr);
        GST_OBJECT_FLAG_SET(made, GST_OBJECT_FLAG_MAY_BE_LEAKED);
        return made;
    }();
    return record;
}

void onPush(GstTracer* /*tracer*/, GstClockTime /*ts*/, GstPad* pad, GstBuffer* buffer) {
    if (!buffer || !GST_BUFFER_PTS_IS_VALID(buffer))
        return;
    const Ref<GstPad> peer(gst_pad_get_peer(pad), vitrine::gst::adopt);
    const auto from = elementOf(pad);
    const auto to = elementOf(peer.get());
    if (!from && !to)
        return;
    const auto frame = runningTime(pad, buffer);
    if (!GST_CLOCK_TIME_IS_VALID(frame))
        return;
    const auto now = gst_util_get_timestamp();
    if (from) {
        auto& passing = Passing::of(from.get());
        if (const auto came = passing.leave(frame)) {
            const vitrine::gst::CharPtr name(gst_object_get_name(GST_OBJECT(from.get())));
            const std::string factory(vitrine::gst::factoryName(from.get()));
            gst_tracer_record_log(elementRecord(), passing.pipeline().c_str(), name.get(),
                                  factory.c_str(), guint64{now - *came}, guint64{frame},
                                  guint64{now});
        }
    }
    if (to)
        Passing::of(to.get()).enter(frame, now);
}

void onPushList(GstTracer* tracer, GstClockTime ts, GstPad* pad, GstBufferList* list) {
    if (gst_buffer_list_length(list) > 0)
        onPush(tracer, ts, pad, gst_buffer_list_get(list, 0));
}

struct VitrineLatency {
    GstTracer parent;
};
struct VitrineLatencyClass {
    GstTracerClass parent;
};

G_DEFINE_TYPE(VitrineLatency, vitrine_latency, GST_TYPE_TRACER)

void vitrine_latency_class_init(VitrineLatencyClass* /*klass*/) {}

void vitrine_latency_init(VitrineLatency* self) {
    // GStreamer keeps the tracer with its hooks until gst_deinit().
    gst_tracing_register_hook(GST_TRACER(self), "pad-push-pre", G_CALLBACK(onPush));
    gst_tracing_register_hook(GST_TRACER(self), "pad-push-list-pre", G_CALLBACK(onPushList));
}

} // namespace

namespace vitrine::gst {

std::atomic<bool> latencyTracerRuns{false};

void registerLatencyTracer(bool start) {
    gst_tracer_register(nullptr, kName, vitrine_latency_get_type());
    if (!start)
        return;
    elementRecord();
    senderRecord();
    const Ref<GstTracer> tracer(
        static_cast<GstTracer*>(g_object_new(vitrine_latency_get_type(), nullptr)), sink);
    latencyTracerRuns.store(true, std::memory_order_relaxed);
}

bool takeLatencyRequest() {
    const auto* asked = g_getenv("GST_TRACERS");
    const auto others = asked ? withoutLatencyTracer(asked) : std::nullopt;
    if (others)
        g_setenv("GST_TRACERS", others->c_str(), TRUE);
    return others.has_value();
}

std::optional<std::string> withoutLatencyTracer(std::string_view tracers) {
    auto names = util::split(tracers, ';');
    if (std::erase(names, kName) == 0)
        return std::nullopt;
    return util::join(names, ";");
}

void SenderTrace::tell() const {
    const auto now = gst_util_get_timestamp();
    gst_tracer_record_log(senderRecord(), viewer_.c_str(), guint64{now - began_}, guint64{frame_},
                          guint64{now});
}

} // namespace vitrine::gst
