// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Source.hpp"

#include "camera/FileLoop.hpp"
#include "camera/Fragment.hpp"
#include "camera/Modes.hpp"
#include "camera/NamingBin.hpp"
#include "camera/Pacer.hpp"
#include "camera/RtspHead.hpp"
#include "camera/SenderTime.hpp"
#include "camera/SourcePlan.hpp"
#include "camera/Tail.hpp"
#include "camera/TestSource.hpp"
#include "config/Source.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "util/MainLoop.hpp"

#include <glib/gstdio.h>

#include <cerrno>

namespace vitrine::camera {
namespace {

using Scheme = config::SourceUrl::Scheme;

// How long a file's beginning may take to read.
constexpr std::chrono::seconds kFileDeadline{5};

constexpr const char* kListHint = "; \"vitrine --list-devices\" shows what there is";

config::SourceUrl parsed(const config::Camera& camera) {
    auto url = config::parseSource(camera.source);
    if (!url)
        throw gst::BuildError("source: " + url.error().message);
    return std::move(url).value();
}

void setOrigin(GstElement* bin, const SourcePlan& plan) {
    if (plan.originProperty.empty())
        return;
    const gst::Ref<GstElement> origin(gst_bin_get_by_name(GST_BIN(bin), "origin"), gst::adopt);
    g_object_set(origin.get(), plan.originProperty.c_str(), plan.origin.c_str(), nullptr);
}

/// Why a device did not open, in GStreamer's words.
std::string whyNot(GstBus* bus) {
    const gst::Ref<GstMessage> message(gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR), gst::adopt);
    if (!message)
        return "it does not open";
    GError* error = nullptr;
    gst_message_parse_error(message.get(), &error, nullptr);
    const gst::ErrorPtr owned(error);
    return error->message;
}

/// Opens the device, asks it for its modes and closes it.
std::vector<Mode> modesOf(const config::SourceUrl& url) {
    const auto plan = planDevice(url);
    const auto bin = gst::parseBin(plan.head);
    const gst::Ref<GstBus> bus(gst_bus_new(), gst::adopt);
    gst_element_set_bus(bin.get(), bus.get());
    setOrigin(bin.get(), plan);
    const bool open = gst_element_set_state(bin.get(), GST_STATE_READY) != GST_STATE_CHANGE_FAILURE;
    std::vector<Mode> modes;
    if (open) {
        const auto src = gst::staticPad(bin.get(), "src");
        const gst::Ref<GstCaps> caps(gst_pad_query_caps(src.get(), nullptr), gst::adopt);
        modes = modesFromCaps(caps.get());
    }
    const auto reason = open ? std::string() : whyNot(bus.get());
    gst_element_set_state(bin.get(), GST_STATE_NULL);
    gst_element_set_bus(bin.get(), nullptr);
    if (!open)
        throw gst::BuildError("cannot open the camera " + url.target + ": " + reason + kListHint);
    return modes;
}

Mode modeOf(const config::SourceUrl& url, const config::Camera& camera) {
    if (url.scheme == Scheme::V4l2 && g_access(url.target.c_str(), F_OK) != 0)
        throw gst::BuildError("there is no device " + url.target + kListHint);
    const auto mode =
        chooseMode(modesOf(url), {int(camera.width), int(camera.height), int(camera.framerate)});
    if (!mode)
        throw gst::BuildError("the device " + url.target + " gives no picture that can be shown" +
                              kListHint);
    return *mode;
}

SourcePlan planOf(const config::SourceUrl& url, const config::Camera& camera) {
    if (url.scheme == Scheme::V4l2 || url.scheme == Scheme::Libcamera)
        return planSource(url, camera, modeOf(url, camera));
    if (url.scheme == Scheme::Test)
        registerTestSource();
    if (url.scheme == Scheme::File && g_access(url.target.c_str(), R_OK) != 0)
        throw gst::BuildError("cannot read the file " + url.target + ": " + g_strerror(errno));
    return planSource(url, camera);
}

/// The bin of a head, with its last element's open pad as "src" where it has one already.
gst::Ref<GstElement> makeHead(const config::SourceUrl& url, const SourcePlan& plan) {
    auto head = gst::parseBin(plan.head);
    setOrigin(head.get(), plan);
    if (url.scheme == Scheme::File) {
        // Parsing offers the queue's sink to the outside; it is FileLoop that links it.
        gst_element_remove_pad(head.get(), gst::staticPad(head.get(), "sink").get());
        attachPacer(head.get());
    }
    return head;
}

/// A fragment, followed by what paces it if it is not live.
gst::Ref<GstElement> makePacedFragment(const config::SourceUrl& url) {
    gst::Ref<GstElement> head(gst_bin_new(nullptr), gst::sink);
    const auto fragment = makeFragment(url.target);
    const auto pacer = gst::parseBin(kPacer);
    gst_bin_add_many(GST_BIN(head.get()), fragment.get(), pacer.get(), nullptr);
    gst_element_link(fragment.get(), pacer.get());
    const auto src = gst::staticPad(pacer.get(), "src");
    gst_element_add_pad(head.get(), gst_ghost_pad_new("src", src.get()));
    attachPacer(head.get());
    return head;
}

} // namespace

struct Source::Shared {
    std::shared_ptr<Tail> tail;
    std::shared_ptr<SenderTime> senderTime; // of a network camera
    util::Timer fileDeadline;
};

Source::Source(const config::Camera& camera, bool transcode)
    : shared_(std::make_shared<Shared>()) {
    const auto url = parsed(camera);
    bin_ = makeNamingBin("source", url.scheme == Scheme::File ? "the file " + url.target : "");
    auto* out = gst_ghost_pad_new_no_target("src", GST_PAD_SRC);
    gst_element_add_pad(bin_.get(), out);
    const bool fragment = url.scheme == Scheme::Pipeline;
    const auto plan =
        fragment ? SourcePlan{{}, {}, {}, "the source pipeline ended"} : planOf(url, camera);
    const auto head = fragment ? makePacedFragment(url) : makeHead(url, plan);
    gst_bin_add(GST_BIN(bin_.get()), head.get());
    auto& tail = shared_->tail;
    tail = std::make_shared<Tail>(bin_.get(), out, camera, transcode);
    if (url.scheme == Scheme::Rtsp) {
        shared_->senderTime = std::make_shared<SenderTime>();
        RtspHead::attach(head.get(), tail, shared_->senderTime, plan.ended);
        return;
    }
    if (url.scheme == Scheme::File) {
        const auto loop =
            std::make_shared<FileLoop>(head.get(), tail, url.target, GST_SECOND / camera.framerate);
        loop->attach();
        // parsebin loses the error of a demuxer that fails while it is being started.
        shared_->fileDeadline.once(kFileDeadline, [tail, loop, path = url.target] {
            if (!loop->found())
                tail->fail("no video was found in the file " + path + "; it may be cut short");
        });
    }
    tail->watch(gst::staticPad(head.get(), "src").get(), plan.ended);
}

GstElement* Source::bin() const noexcept {
    return bin_.get();
}

bool Source::encodes() const noexcept {
    return shared_->tail->encodes();
}

CaptureTime Source::captureTime() const noexcept {
    if (!shared_->senderTime)
        return CaptureTime::Source;
    return beforeArrival() ? CaptureTime::SenderReport : CaptureTime::Arrival;
}

std::optional<GstClockTime> Source::beforeArrival() const noexcept {
    return shared_->senderTime ? shared_->senderTime->beforeArrival() : std::nullopt;
}

} // namespace vitrine::camera
