// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/TestSource.hpp"

#include "camera/TestPicture.hpp"
#include "gst/Ref.hpp"

#include <gst/base/gstpushsrc.h>
#include <gst/video/video.h>

#include <mutex>
#include <optional>

namespace {

using vitrine::camera::TestPicture;
using vitrine::gst::adopt;
using vitrine::gst::Ref;

/// What the element owns. `waiting` and `flushing` are shared with whoever unlocks; the rest
/// belongs to the streaming thread (start, stop and caps are serialised with it).
struct State {
    GstVideoInfo info{};
    std::optional<TestPicture> picture;
    std::uint64_t next = 0;
    GstClockTime first = GST_CLOCK_TIME_NONE; // running time at which frame `base` was due
    std::uint64_t base = 0;

    std::mutex mutex;
    GstClockID waiting = nullptr; // guarded by mutex
    bool flushing = false;        // guarded by mutex
};

struct VitrineTestSrc {
    GstPushSrc parent;
    State* state;
};

struct VitrineTestSrcClass {
    GstPushSrcClass parent;
};

G_DEFINE_TYPE(VitrineTestSrc, vitrine_test_src, GST_TYPE_PUSH_SRC)

GstStaticPadTemplate pictureTemplate = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("video/x-raw, format=(string)I420, width=(int)[64, 8192, 2], "
                    "height=(int)[64, 8192, 2], framerate=(fraction)[1/60, 240/1]"));

State& stateOf(gpointer object) {
    return *reinterpret_cast<VitrineTestSrc*>(object)->state;
}

GstCaps* fixate(GstBaseSrc* source, GstCaps* caps) {
    caps = gst_caps_make_writable(caps);
    auto* structure = gst_caps_get_structure(caps, 0);
    gst_structure_fixate_field_nearest_int(structure, "width", 640);
    gst_structure_fixate_field_nearest_int(structure, "height", 480);
    gst_structure_fixate_field_nearest_fraction(structure, "framerate", 30, 1);
    if (gst_structure_has_field(structure, "pixel-aspect-ratio"))
        gst_structure_fixate_field_nearest_fraction(structure, "pixel-aspect-ratio", 1, 1);
    return GST_BASE_SRC_CLASS(vitrine_test_src_parent_class)->fixate(source, caps);
}

gboolean setCaps(GstBaseSrc* source, GstCaps* caps) {
    auto& state = stateOf(source);
    if (!gst_video_info_from_caps(&state.info, caps))
        return FALSE;
    state.picture.emplace(static_cast<unsigned>(GST_VIDEO_INFO_WIDTH(&state.info)),
                          static_cast<unsigned>(GST_VIDEO_INFO_HEIGHT(&state.info)));
    state.first = GST_CLOCK_TIME_NONE; // a new rate begins a new grid
    gst_base_src_set_blocksize(source, static_cast<guint>(GST_VIDEO_INFO_SIZE(&state.info)));
    return TRUE;
}

/// Frames come from a pool, downstream's if it offers one, so that none is allocated per frame.
gboolean decideAllocation(GstBaseSrc* source, GstQuery* query) {
    GstCaps* caps = nullptr;
    gst_query_parse_allocation(query, &caps, nullptr);
    GstBufferPool* offered = nullptr;
    auto size = static_cast<guint>(GST_VIDEO_INFO_SIZE(&stateOf(source).info));
    guint least = 2;
    guint most = 0;
    const bool listed = gst_query_get_n_allocation_pools(query) > 0;
    if (listed) {
        guint wanted = 0;
        gst_query_parse_nth_allocation_pool(query, 0, &offered, &wanted, &least, &most);
        size = MAX(size, wanted);
    }
    const Ref<GstBufferPool> pool(offered ? offered : gst_video_buffer_pool_new(), adopt);
    auto* config = gst_buffer_pool_get_config(pool.get());
    gst_buffer_pool_config_set_params(config, caps, size, least, most);
    if (gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr))
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
    gst_buffer_pool_set_config(pool.get(), config);
    if (listed)
        gst_query_set_nth_allocation_pool(query, 0, pool.get(), size, least, most);
    else
        gst_query_add_allocation_pool(query, pool.get(), size, least, most);
    return GST_BASE_SRC_CLASS(vitrine_test_src_parent_class)->decide_allocation(source, query);
}

gboolean start(GstBaseSrc* source) {
    auto& state = stateOf(source);
    state.next = 0;
    state.first = GST_CLOCK_TIME_NONE;
    return TRUE;
}

gboolean unlock(GstBaseSrc* source) {
    auto& state = stateOf(source);
    const std::lock_guard lock(state.mutex);
    state.flushing = true;
    if (state.waiting)
        gst_clock_id_unschedule(state.waiting);
    return TRUE;
}

gboolean unlockStop(GstBaseSrc* source) {
    auto& state = stateOf(source);
    const std::lock_guard lock(state.mutex);
    state.flushing = false;
    return TRUE;
}

gboolean query(GstBaseSrc* source, GstQuery* query) {
    if (GST_QUERY_TYPE(query) != GST_QUERY_LATENCY)
        return GST_BASE_SRC_CLASS(vitrine_test_src_parent_class)->query(source, query);
    gst_query_set_latency(query, TRUE, 0, GST_CLOCK_TIME_NONE);
    return TRUE;
}

/// The running time at which a frame is due, on a grid that begins with the first picture.
GstClockTime dueTime(const State& state, std::uint64_t frame) {
    return state.first + gst_util_uint64_scale(frame - state.base,
                                               GST_SECOND * GST_VIDEO_INFO_FPS_D(&state.info),
                                               GST_VIDEO_INFO_FPS_N(&state.info));
}

/// Waits for the clock; false when unlocked meanwhile.
bool waitUntil(State& state, GstClock* clock, GstClockTime time) {
    GstClockID id = nullptr;
    {
        const std::lock_guard lock(state.mutex);
        if (state.flushing)
            return false;
        id = gst_clock_new_single_shot_id(clock, time);
        state.waiting = id;
    }
    const auto result = gst_clock_id_wait(id, nullptr);
    const std::lock_guard lock(state.mutex);
    state.waiting = nullptr;
    gst_clock_id_unref(id);
    return result != GST_CLOCK_UNSCHEDULED && !state.flushing;
}

GstClockTime runningTime(GstClock* clock, GstClockTime baseTime) {
    const auto now = gst_clock_get_time(clock);
    return now > baseTime ? now - baseTime : 0;
}

/// The frame whose turn it is at a running time.
std::uint64_t frameAt(const State& state, GstClockTime running) {
    const auto elapsed = running > state.first ? running - state.first : 0;
    // Due times are rounded down to the nanosecond: a frame is not early at its own.
    return state.base + gst_util_uint64_scale(elapsed + 1, GST_VIDEO_INFO_FPS_N(&state.info),
                                              GST_SECOND * GST_VIDEO_INFO_FPS_D(&state.info));
}

/// The number of the frame to draw now, leaving out those whose time has passed; empty when
/// unlocked while waiting for it.
std::optional<std::uint64_t> nextFrame(State& state, GstClock* clock, GstClockTime baseTime) {
    const auto running = runningTime(clock, baseTime);
    if (!GST_CLOCK_TIME_IS_VALID(state.first)) {
        state.first = running;
        state.base = state.next;
    }
    const auto frame = MAX(state.next, frameAt(state, running));
    const auto due = dueTime(state, frame);
    if (due > running && !waitUntil(state, clock, baseTime + due))
        return std::nullopt;
    // The wait may have ended late: this is then the picture of a later frame, not of both.
    return MAX(frame, frameAt(state, runningTime(clock, baseTime)));
}

GstFlowReturn fill(GstPushSrc* source, GstBuffer* buffer) {
    auto& state = stateOf(source);
    const Ref<GstClock> own(gst_element_get_clock(GST_ELEMENT(source)), adopt);
    const Ref<GstClock> clock(own ? Ref(own) : Ref(gst_system_clock_obtain(), adopt));
    const auto baseTime = gst_element_get_base_time(GST_ELEMENT(source));
    const auto frame = nextFrame(state, clock.get(), baseTime);
    if (!frame)
        return GST_FLOW_FLUSHING;

    GstVideoFrame mapped;
    if (!gst_video_frame_map(&mapped, &state.info, buffer, GST_MAP_WRITE)) {
        GST_ELEMENT_ERROR(source, RESOURCE, WRITE, ("The test picture has no memory to draw in."),
                          ("gst_video_frame_map failed"));
        return GST_FLOW_ERROR;
    }
    TestPicture::Planes planes{};
    for (unsigned plane = 0; plane < 3; ++plane) {
        planes.data[plane] = static_cast<guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&mapped, plane));
        planes.stride[plane] =
            static_cast<std::size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&mapped, plane));
    }
    const auto captured = runningTime(clock.get(), baseTime);
    state.picture->draw(planes, std::chrono::system_clock::now(), *frame);
    gst_video_frame_unmap(&mapped);

    GST_BUFFER_PTS(buffer) = captured;
    GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
    GST_BUFFER_DURATION(buffer) = gst_util_uint64_scale(
        GST_SECOND, GST_VIDEO_INFO_FPS_D(&state.info), GST_VIDEO_INFO_FPS_N(&state.info));
    GST_BUFFER_OFFSET(buffer) = *frame;
    GST_BUFFER_OFFSET_END(buffer) = *frame + 1;
    if (*frame != state.next)
        GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DISCONT);
    state.next = *frame + 1;
    return GST_FLOW_OK;
}

void finalize(GObject* object) {
    delete reinterpret_cast<VitrineTestSrc*>(object)->state;
    G_OBJECT_CLASS(vitrine_test_src_parent_class)->finalize(object);
}

void vitrine_test_src_class_init(VitrineTestSrcClass* klass) {
    G_OBJECT_CLASS(klass)->finalize = finalize;
    auto* element = GST_ELEMENT_CLASS(klass);
    gst_element_class_add_static_pad_template(element, &pictureTemplate);
    gst_element_class_set_static_metadata(element, "Vitrine test camera", "Source/Video",
                                          "Draws a moving test card that carries its capture time",
                                          "The Vitrine authors");
    auto* base = GST_BASE_SRC_CLASS(klass);
    base->fixate = fixate;
    base->set_caps = setCaps;
    base->decide_allocation = decideAllocation;
    base->start = start;
    base->unlock = unlock;
    base->unlock_stop = unlockStop;
    base->query = query;
    GST_PUSH_SRC_CLASS(klass)->fill = fill;
}

void vitrine_test_src_init(VitrineTestSrc* self) {
    self->state = new State;
    gst_base_src_set_live(GST_BASE_SRC(self), TRUE);
    gst_base_src_set_format(GST_BASE_SRC(self), GST_FORMAT_TIME);
}

} // namespace

namespace vitrine::camera {

void registerTestSource() {
    static std::once_flag once;
    std::call_once(once, [] {
        gst_element_register(nullptr, kTestSourceElement, GST_RANK_NONE,
                             vitrine_test_src_get_type());
    });
}

} // namespace vitrine::camera
