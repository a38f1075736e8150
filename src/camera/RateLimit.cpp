// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/RateLimit.hpp"

#include <gst/base/gstbasetransform.h>
#include <gst/gst.h>

#include <mutex>

namespace {

constexpr guint kMaxRateProperty = 1;
constexpr gint kDefaultMaxRate = 30;

struct VitrineRateLimit {
    GstBaseTransform parent;
    gint maxRate;
    gboolean limiting;     // whether this video may be too fast
    GstClockTime expected; // running time of the next frame at an even pace
};

struct VitrineRateLimitClass {
    GstBaseTransformClass parent;
};

G_DEFINE_TYPE(VitrineRateLimit, vitrine_rate_limit, GST_TYPE_BASE_TRANSFORM)

GstStaticPadTemplate sinkTemplate = GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
                                                            GST_STATIC_CAPS("video/x-raw(ANY)"));
GstStaticPadTemplate sourceTemplate = GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS,
                                                              GST_STATIC_CAPS("video/x-raw(ANY)"));

VitrineRateLimit* self(gpointer object) {
    return static_cast<VitrineRateLimit*>(object);
}

/// Whether a rate is above the limit by more than cameras stray from what they are set to.
bool tooFast(gint numerator, gint denominator, gint maxRate) {
    return gst_util_fraction_compare(numerator, denominator, maxRate * 21, 20) > 0;
}

/// What comes out for what comes in: the same, or the limit where that is less.
void limitRate(GstStructure* structure, gint maxRate) {
    const auto* rate = gst_structure_get_value(structure, "framerate");
    if (!rate)
        return;
    if (GST_VALUE_HOLDS_FRACTION(rate)) {
        if (tooFast(gst_value_get_fraction_numerator(rate),
                    gst_value_get_fraction_denominator(rate), maxRate))
            gst_structure_set(structure, "framerate", GST_TYPE_FRACTION, maxRate, 1, nullptr);
        return;
    }
    // A range or a list: whatever comes of it, it can be brought down to anything from nothing to
    // the limit.
    gst_structure_set(structure, "framerate", GST_TYPE_FRACTION_RANGE, 0, 1, maxRate * 21, 20,
                      nullptr);
}

GstCaps* transformCaps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                       GstCaps* filter) {
    const auto maxRate = self(base)->maxRate;
    auto* result = gst_caps_copy(caps);
    for (guint i = 0; i < gst_caps_get_size(result); ++i) {
        auto* structure = gst_caps_get_structure(result, i);
        if (direction == GST_PAD_SINK)
            limitRate(structure, maxRate);
        else if (gst_structure_has_field(structure, "framerate"))
            gst_structure_set(structure, "framerate", GST_TYPE_FRACTION_RANGE, 0, 1, G_MAXINT, 1,
                              nullptr);
    }
    if (direction == GST_PAD_SRC) // what needs no dropping first
        result = gst_caps_merge(gst_caps_copy(caps), result);
    if (filter) {
        auto* both = gst_caps_intersect_full(filter, result, GST_CAPS_INTERSECT_FIRST);
        gst_caps_unref(result);
        result = both;
    }
    return result;
}

gboolean setCaps(GstBaseTransform* base, GstCaps* in, GstCaps* out) {
    gint numerator = 0;
    gint denominator = 1;
    gst_structure_get_fraction(gst_caps_get_structure(in, 0), "framerate", &numerator,
                               &denominator);
    auto* limit = self(base);
    limit->limiting = numerator == 0 || tooFast(numerator, denominator, limit->maxRate);
    limit->expected = GST_CLOCK_TIME_NONE;
    // Unchanged caps: buffers and allocation pass by untouched, and frames can still be left out.
    gst_base_transform_set_passthrough(base, gst_caps_is_equal(in, out));
    return TRUE;
}

GstFlowReturn transformInPlace(GstBaseTransform* base, GstBuffer* buffer) {
    auto* limit = self(base);
    if (!limit->limiting || !GST_BUFFER_PTS_IS_VALID(buffer))
        return GST_FLOW_OK;
    const auto time =
        gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    if (!GST_CLOCK_TIME_IS_VALID(time))
        return GST_FLOW_OK;
    const auto interval = GST_SECOND / static_cast<GstClockTime>(limit->maxRate);
    // A frame may come this much before its turn. Less than half an interval, so that of twice the
    // rate every second frame goes.
    const auto early = interval * 2 / 5;
    // A time line that jumped back starts a new pace rather than silence until it catches up.
    const bool known =
        GST_CLOCK_TIME_IS_VALID(limit->expected) && time + 2 * interval > limit->expected;
    if (known && time + early < limit->expected)
        return GST_BASE_TRANSFORM_FLOW_DROPPED;
    // After a gap the pace begins anew: what was missed is not made up for.
    const bool onPace = known && time < limit->expected + interval;
    limit->expected = (onPace ? limit->expected : time) + interval;
    return GST_FLOW_OK;
}

gboolean start(GstBaseTransform* base) {
    self(base)->expected = GST_CLOCK_TIME_NONE;
    return TRUE;
}

void setProperty(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
    if (id == kMaxRateProperty)
        self(object)->maxRate = g_value_get_int(value);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

void getProperty(GObject* object, guint id, GValue* value, GParamSpec* spec) {
    if (id == kMaxRateProperty)
        g_value_set_int(value, self(object)->maxRate);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

void vitrine_rate_limit_class_init(VitrineRateLimitClass* klass) {
    auto* object = G_OBJECT_CLASS(klass);
    object->set_property = setProperty;
    object->get_property = getProperty;
    g_object_class_install_property(
        object, kMaxRateProperty,
        g_param_spec_int("max-rate", "Highest rate", "Frames a second to let through at most", 1,
                         1000, kDefaultMaxRate,
                         static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)));
    auto* element = GST_ELEMENT_CLASS(klass);
    gst_element_class_add_static_pad_template(element, &sinkTemplate);
    gst_element_class_add_static_pad_template(element, &sourceTemplate);
    gst_element_class_set_static_metadata(element, "Vitrine rate limit", "Filter/Video",
                                          "Leaves frames out so that video is not too fast",
                                          "The Vitrine authors");
    auto* base = GST_BASE_TRANSFORM_CLASS(klass);
    base->transform_caps = transformCaps;
    base->set_caps = setCaps;
    base->transform_ip = transformInPlace;
    base->start = start;
}

void vitrine_rate_limit_init(VitrineRateLimit* limit) {
    limit->maxRate = kDefaultMaxRate;
    limit->limiting = FALSE;
    limit->expected = GST_CLOCK_TIME_NONE;
    gst_base_transform_set_in_place(GST_BASE_TRANSFORM(limit), TRUE);
}

} // namespace

namespace vitrine::camera {

void registerRateLimit() {
    static std::once_flag once;
    std::call_once(once, [] {
        gst_element_register(nullptr, kRateLimitElement, GST_RANK_NONE,
                             vitrine_rate_limit_get_type());
    });
}

} // namespace vitrine::camera
