// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/Message.hpp"

#include "worker/ByteReader.hpp"
#include "worker/ByteWriter.hpp"

#include <array>
#include <limits>
#include <utility>

namespace vitrine::worker {
namespace {

// A message's first byte: its place in its variant.
template <typename Variant>
constexpr std::uint64_t kLastKind = std::variant_size_v<Variant> - 1;

constexpr auto kMost16 = std::numeric_limits<std::uint16_t>::max();
constexpr std::uint64_t kMostNumber = std::numeric_limits<std::int64_t>::max();
constexpr std::uint32_t kMostMemory = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kMostBitrate = 1000000;
constexpr std::uint32_t kMostSeconds = 86400;
constexpr std::uint32_t kMostPixels = 16384;
constexpr std::uint32_t kMostFramerate = 1000;

// How a message's parts follow each other is said once for both directions: in a ByteWriter's
// calls and, below, in a ByteReader's, in the same order.

void put(ByteWriter& out, const Format& format) {
    out.number(2, format.number)
        .number(3, format.profileLevelId)
        .number(2, format.width)
        .number(2, format.height)
        .number(1, static_cast<std::uint8_t>(format.timeSource))
        .words(format.encoder, kMostTextBytes);
}

void get(ByteReader& in, Format& format) {
    format.number = static_cast<std::uint16_t>(in.number(2, 0, kMost16, "the format's number"));
    format.profileLevelId =
        static_cast<std::uint32_t>(in.number(3, 0, 0xFFFFFF, "the profile and level"));
    format.width = static_cast<std::uint16_t>(in.number(2, 0, kMostPixels, "the width"));
    format.height = static_cast<std::uint16_t>(in.number(2, 0, kMostPixels, "the height"));
    format.timeSource = static_cast<TimeSource>(in.number(1, 0, 2, "the source of the time"));
    format.encoder = in.words(kMostTextBytes, "the encoder");
}

void put(ByteWriter& out, const Frame& frame) {
    out.number(2, frame.slot)
        .number(2, frame.format)
        .number(2, frame.packets)
        .number(4, frame.offset)
        .number(4, frame.bytes)
        .number(8, frame.time)
        .number(8, static_cast<std::uint64_t>(frame.before.count()))
        .flag(frame.key)
        .flag(frame.keyOnRequest);
}

void get(ByteReader& in, Frame& frame) {
    frame.slot = static_cast<std::uint16_t>(in.number(2, 0, kSlots - 1, "the slot"));
    frame.format = static_cast<std::uint16_t>(in.number(2, 0, kMost16, "the frame's format"));
    frame.packets =
        static_cast<std::uint16_t>(in.number(2, 1, kMostPackets, "the number of packets"));
    frame.offset = static_cast<std::uint32_t>(in.number(4, 0, kMostMemory, "the offset"));
    frame.bytes = static_cast<std::uint32_t>(in.number(4, 1, kMostFrameBytes, "the size"));
    frame.time = in.number(8, 0, kMostNumber, "the time");
    frame.before = std::chrono::nanoseconds(
        in.number(8, 0, kMostBefore.count(), "the time before the frame's"));
    frame.key = in.flag("the key frame's mark");
    frame.keyOnRequest = in.flag("the mark of a stream that can be asked");
}

void put(ByteWriter& out, const Failed& failed) {
    out.words(failed.reason, kMostTextBytes);
}

void get(ByteReader& in, Failed& failed) {
    failed.reason = in.words(kMostTextBytes, "the reason");
}

void put(ByteWriter& out, const Unfit& unfit) {
    out.words(unfit.reason, kMostTextBytes);
}

void get(ByteReader& in, Unfit& unfit) {
    unfit.reason = in.words(kMostTextBytes, "the reason");
}

void put(ByteWriter& /*out*/, const Beat& /*nothing*/) {}
void get(ByteReader& /*in*/, Beat& /*nothing*/) {}

void put(ByteWriter& out, const Drawing& drawing) {
    out.number(2, drawing.number)
        .number(2, drawing.slot)
        .number(4, drawing.offset)
        .number(4, drawing.bytes);
}

void get(ByteReader& in, Drawing& drawing) {
    drawing.number = static_cast<std::uint16_t>(in.number(2, 0, kMost16, "the number"));
    drawing.slot = static_cast<std::uint16_t>(in.number(2, 0, kSlots - 1, "the slot"));
    drawing.offset = static_cast<std::uint32_t>(in.number(4, 0, kMostMemory, "the offset"));
    drawing.bytes = static_cast<std::uint32_t>(in.number(4, 1, Drawing::kMost, "the size"));
}

void put(ByteWriter& out, const Configure& configure) {
    const auto& camera = configure.camera;
    out.text(camera.id)
        .text(camera.source)
        .number(4, camera.width)
        .number(4, camera.height)
        .number(4, camera.framerate)
        .text(camera.codec)
        .number(4, camera.bitrate)
        .number(4, static_cast<std::uint64_t>(camera.keyframeInterval.count()))
        .text(camera.encoder)
        .flag(configure.transcode);
}

void get(ByteReader& in, Configure& configure) {
    const auto number = [&](std::uint64_t most, const char* name) {
        return static_cast<unsigned>(in.number(4, 1, most, name));
    };
    auto& camera = configure.camera;
    camera.id = in.text(kMostTextBytes, "the camera's id");
    camera.source = in.text(kMostSourceBytes, "the source");
    camera.width = number(kMostPixels, "the width");
    camera.height = number(kMostPixels, "the height");
    camera.framerate = number(kMostFramerate, "the frame rate");
    camera.codec = in.text(kMostTextBytes, "the codec");
    camera.bitrate = number(kMostBitrate, "the bit rate");
    camera.keyframeInterval = std::chrono::seconds(number(kMostSeconds, "the key frame interval"));
    camera.encoder = in.text(kMostTextBytes, "the encoder");
    configure.transcode = in.flag("the mark of a stream that is encoded anew");
}

void put(ByteWriter& out, const Release& release) {
    out.number(2, release.slots.size());
    for (const auto slot : release.slots)
        out.number(2, slot);
}

void get(ByteReader& in, Release& release) {
    const auto count = in.number(2, 1, Release::kMost, "the number of slots");
    for (std::uint64_t i = 0; i < count; ++i)
        release.slots.push_back(static_cast<std::uint16_t>(in.number(2, 0, kSlots - 1, "a slot")));
}

void put(ByteWriter& /*out*/, const ForceKeyUnit& /*nothing*/) {}
void get(ByteReader& /*in*/, ForceKeyUnit& /*nothing*/) {}

void put(ByteWriter& out, const Retune& retune) {
    out.number(4, retune.bitrate)
        .number(4, static_cast<std::uint64_t>(retune.keyframeInterval.count()));
}

void get(ByteReader& in, Retune& retune) {
    retune.bitrate = static_cast<std::uint32_t>(in.number(4, 1, kMostBitrate, "the bit rate"));
    retune.keyframeInterval =
        std::chrono::seconds(in.number(4, 1, kMostSeconds, "the key frame interval"));
}

void put(ByteWriter& /*out*/, const Stop& /*nothing*/) {}
void get(ByteReader& /*in*/, Stop& /*nothing*/) {}

void put(ByteWriter& out, const Draw& draw) {
    out.number(2, draw.number);
}

void get(ByteReader& in, Draw& draw) {
    draw.number = static_cast<std::uint16_t>(in.number(2, 0, kMost16, "the number"));
}

void put(ByteWriter& out, const Debug& debug) {
    out.words(debug.thresholds, kMostThresholdsBytes);
}

void get(ByteReader& in, Debug& debug) {
    debug.thresholds = in.words(kMostThresholdsBytes, "the debug log's thresholds");
}

template <typename Variant>
Bytes writeAny(const Variant& message) {
    ByteWriter out;
    out.number(1, message.index());
    std::visit([&](const auto& each) { put(out, each); }, message);
    return out.take();
}

template <typename Variant, typename Each>
util::Result<Variant> readOne(ByteReader& in) {
    Each each;
    get(in, each);
    return Variant(std::move(each));
}

// How each of the alternatives is read, by its place.
template <typename Variant>
struct Readers;
template <typename... Each>
struct Readers<std::variant<Each...>> {
    static constexpr std::array all{&readOne<std::variant<Each...>, Each>...};
};

template <typename Variant>
util::Result<Variant> readAny(std::span<const std::uint8_t> bytes) {
    ByteReader in(bytes);
    const auto kind = in.number(1, 0, kLastKind<Variant>, "the kind of message");
    auto message = Readers<Variant>::all[kind](in);
    if (auto fault = in.fault(); !fault.empty())
        return util::Error{"worker", "a message that cannot be read: " + fault};
    return message;
}

} // namespace

Bytes write(const FromWorker& message) {
    return writeAny(message);
}

Bytes write(const ToWorker& message) {
    return writeAny(message);
}

util::Result<FromWorker> readFromWorker(std::span<const std::uint8_t> bytes) {
    return readAny<FromWorker>(bytes);
}

util::Result<ToWorker> readToWorker(std::span<const std::uint8_t> bytes) {
    return readAny<ToWorker>(bytes);
}

} // namespace vitrine::worker
