// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Tail.hpp"

#include "camera/Decoders.hpp"
#include "camera/Encoders.hpp"
#include "camera/FrozenWatch.hpp"
#include "camera/H264Damage.hpp"
#include "camera/Source.hpp"
#include "camera/SourcePlan.hpp"
#include "config/Source.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "util/Redact.hpp"

#include <utility>

namespace vitrine::camera {
namespace {

// A stream in which no key frame comes for so many frames is one that no viewer can join: 20 s of
// 30 fps, more than cameras space their key frames.
constexpr unsigned kFramesWithoutKey = 600;

/// A buffer's bytes, readable while it lives.
class Mapped {
  public:
    explicit Mapped(GstBuffer* buffer)
        : buffer_(buffer) {
        ok_ = gst_buffer_map(buffer_, &map_, GST_MAP_READ);
    }
    ~Mapped() {
        if (ok_)
            gst_buffer_unmap(buffer_, &map_);
    }
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;

    std::span<const std::uint8_t> bytes() const noexcept {
        return ok_ ? std::span<const std::uint8_t>(map_.data, map_.size)
                   : std::span<const std::uint8_t>();
    }

  private:
    GstBuffer* buffer_;
    GstMapInfo map_{};
    bool ok_ = false;
};

gst::Ref<GstCaps> capsOf(GstPad* pad) {
    gst::Ref<GstCaps> caps(gst_pad_get_current_caps(pad), gst::adopt);
    if (!caps || gst_caps_get_size(caps.get()) == 0)
        throw gst::BuildError("the source does not say what it gives");
    return caps;
}

bool isCamera(const std::string& source) {
    using Scheme = config::SourceUrl::Scheme;
    const auto url = config::parseSource(source);
    return url && (url.value().scheme == Scheme::V4l2 || url.value().scheme == Scheme::Libcamera ||
                   url.value().scheme == Scheme::Rtsp);
}

} // namespace

void addProbe(GstPad* pad, GstPadProbeType type,
              std::function<GstPadProbeReturn(GstPad*, GstPadProbeInfo*)> fn) {
    using Function = decltype(fn);
    gst_pad_add_probe(
        pad, type,
        [](GstPad* on, GstPadProbeInfo* info, gpointer data) {
            return (*static_cast<Function*>(data))(on, info);
        },
        new Function(std::move(fn)), [](gpointer data) { delete static_cast<Function*>(data); });
}

void followState(GstElement* element, GstElement* bin) {
    // Between the reading of the bin's state and the setting of ours the bin may have gone past us
    // on its way down: look again until it stands where we followed it to.
    GstState target;
    do {
        target = GST_STATE_TARGET(bin);
        gst_element_sync_state_with_parent(element);
    } while (target != GST_STATE_TARGET(bin));
}

Tail::Tail(GstElement* bin, GstPad* out, const config::Camera& camera, bool transcode)
    : bin_(bin)
    , out_(out)
    , transcode_(transcode)
    , sees_(isCamera(camera.source)) {
    const auto settings = encodeSettings(camera);
    const auto encoder = selectEncoder(camera.encoder, settings);
    if (encoder)
        encoder_ = encoderDescription(*encoder.value(), settings);
    else
        encoderError_ = encoder.error().message;
}

void Tail::watch(GstPad* pad, std::string ended) {
    const auto self = shared_from_this();
    addProbe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
             [self, ended = std::move(ended)](GstPad*, GstPadProbeInfo* info) {
                 if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_EOS)
                     return GST_PAD_PROBE_OK;
                 self->fail(ended);
                 return GST_PAD_PROBE_DROP;
             });
    addProbe(pad, GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST),
             [self](GstPad* on, GstPadProbeInfo*) {
                 try {
                     self->plug(on);
                 } catch (const gst::BuildError& error) {
                     self->fail(error.what());
                 }
                 return GST_PAD_PROBE_REMOVE;
             });
}

void Tail::fail(const std::string& text) const {
    gst_element_message_full(bin_, GST_MESSAGE_ERROR, GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED,
                             g_strdup(util::redactUrls(text).c_str()), nullptr, __FILE__, __func__,
                             __LINE__);
}

gst::Ref<GstPad> Tail::extend(GstPad* from, const std::string& description) const {
    const auto part = gst::parseBin(closeFragment(description));
    if (!gst_bin_add(GST_BIN(bin_), part.get()))
        throw gst::BuildError("cannot add \"" + description + "\" to the source");
    const auto sink = gst::staticPad(part.get(), "sink");
    if (GST_PAD_LINK_FAILED(gst_pad_link(from, sink.get()))) {
        const gst::Ref<GstCaps> caps(gst_pad_get_current_caps(from), gst::adopt);
        const gst::CharPtr text(caps ? gst_caps_to_string(caps.get()) : nullptr);
        throw gst::BuildError("the source gives " + std::string(text ? text.get() : "something") +
                              ", which \"" + description + "\" does not take");
    }
    followState(part.get(), bin_);
    return gst::staticPad(part.get(), "src");
}

void Tail::plug(GstPad* pad) {
    const auto caps = capsOf(pad);
    if (sees_)
        watchForFreeze(pad, isH264(caps.get()));
    if (isRaw(caps.get())) {
        plugTranscoder(pad);
        return;
    }
    if (isFramedByteStream(caps.get()))
        guard(pad);
    const auto parse = parseDescription(caps.get());
    const auto parsed = parse.empty() ? gst::Ref<GstPad>(pad, gst::share) : extend(pad, parse);
    if (!isH264(caps.get())) {
        plugEncoded(parsed.get(), caps.get());
        return;
    }
    addProbe(parsed.get(), GST_PAD_PROBE_TYPE_BUFFER,
             [self = shared_from_this()](GstPad* on, GstPadProbeInfo* info) {
                 return self->judge(on, GST_PAD_PROBE_INFO_BUFFER(info));
             });
}

void Tail::guard(GstPad* pad) {
    addProbe(pad, GST_PAD_PROBE_TYPE_BUFFER,
             [self = shared_from_this()](GstPad*, GstPadProbeInfo* info) {
                 if (!isDamaged(Mapped(GST_PAD_PROBE_INFO_BUFFER(info)).bytes()))
                     return GST_PAD_PROBE_OK;
                 self->fail(
                     "the source sends a damaged picture (what should be H.264 has NAL units "
                     "that are none)");
                 return GST_PAD_PROBE_DROP;
             });
}

void Tail::watchForFreeze(GstPad* pad, bool coded) const {
    addProbe(pad, GST_PAD_PROBE_TYPE_BUFFER,
             [self = shared_from_this(), coded,
              watch = FrozenWatch()](GstPad*, GstPadProbeInfo* info) mutable {
                 auto* frame = GST_PAD_PROBE_INFO_BUFFER(info);
                 const auto time = GST_BUFFER_PTS(frame);
                 const auto now = gst_util_get_timestamp();
                 const auto frozen =
                     coded ? watch.see(time, Mapped(frame).bytes(), now) : watch.see(time, {}, now);
                 if (!frozen)
                     return GST_PAD_PROBE_OK;
                 self->fail(std::string(*frozen));
                 return GST_PAD_PROBE_REMOVE;
             });
}

GstPadProbeReturn Tail::judge(GstPad* pad, GstBuffer* buffer) {
    if (encodes())
        return GST_PAD_PROBE_REMOVE;
    if (gst_pad_is_linked(pad))
        return keepWatch(buffer);
    try {
        const auto& unfit = inspector_.inspect(Mapped(buffer).bytes());
        const bool hopeless = ++waited_ > kFramesWithoutKey;
        const bool start = !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
        if (hopeless || (start && (transcode_ || unfit))) {
            plugEncoded(pad, capsOf(pad).get());
            return GST_PAD_PROBE_REMOVE;
        }
        // Nobody can start before a key frame, and only there is it known what the stream is.
        if (unfit || !inspector_.sawParameters() || !inspector_.sawKeyFrame())
            return GST_PAD_PROBE_DROP;
        expose(pad);
        return GST_PAD_PROBE_OK;
    } catch (const gst::BuildError& error) {
        fail(error.what());
        return GST_PAD_PROBE_REMOVE;
    }
}

GstPadProbeReturn Tail::keepWatch(GstBuffer* buffer) {
    const auto& unfit = inspector_.inspect(Mapped(buffer).bytes());
    if (!unfit)
        return GST_PAD_PROBE_OK;
    if (!std::exchange(saidUnfit_, true))
        sayUnfit(*unfit);
    return GST_PAD_PROBE_DROP;
}

void Tail::sayUnfit(const std::string& reason) {
    const auto text = "the stream " + reason;
    gst_element_post_message(
        bin_, gst_message_new_element(GST_OBJECT(bin_),
                                      gst_structure_new(Source::kUnfitMessage, "reason",
                                                        G_TYPE_STRING, text.c_str(), nullptr)));
}

void Tail::plugEncoded(GstPad* pad, const GstCaps* caps) {
    const auto decoder = decoderDescription(caps);
    if (!decoder)
        throw gst::BuildError(decoder.error().message);
    if (encoder_.empty())
        throw gst::BuildError(encoderError_);
    expose(extend(pad, transcodeDescription(caps, decoder.value(), encoder_)).get());
    encodes_.store(true, std::memory_order_relaxed);
}

void Tail::plugTranscoder(GstPad* pad) {
    if (encoder_.empty())
        throw gst::BuildError(encoderError_);
    expose(extend(pad, transcodeDescription(capsOf(pad).get(), {}, encoder_)).get());
    encodes_.store(true, std::memory_order_relaxed);
}

void Tail::expose(GstPad* pad) const {
    if (!gst_ghost_pad_set_target(GST_GHOST_PAD(out_), pad))
        throw gst::BuildError("cannot link the source's end");
}

} // namespace vitrine::camera
