// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Encoders.hpp"

#include "camera/EncoderTrial.hpp"
#include "camera/RateLimit.hpp"
#include "gst/Element.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <thread>

namespace vitrine::camera {
namespace {

/// The rate control's buffer, in milliseconds of the bitrate. An IDR is then worth 150 to 165 ms of
/// it with x264 on the test picture, from 640x480 to 1920x1080; 600 ms would let it take 260 ms,
/// and 100 ms would cost a seventh of the bitrate.
constexpr unsigned kVbvMs = 250;

template <typename... Parts>
std::string text(const Parts&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
}

unsigned rateOf(const EncodeSettings& settings) {
    return std::max(1U, settings.framerate);
}

/// Frames from one key frame to the next when nobody asks for one.
unsigned keyInterval(const EncodeSettings& settings) {
    const auto frames = std::max<std::int64_t>(1, settings.keyframeInterval.count()) *
                        static_cast<std::int64_t>(rateOf(settings));
    return static_cast<unsigned>(std::min<std::int64_t>(frames, 65535));
}

unsigned vbvKbit(const EncodeSettings& settings) {
    return std::max(1U, settings.bitrate * kVbvMs / 1000);
}

/// The lowest H.264 level for a size and rate (ITU-T H.264, table A-1: macroblocks a second and a
/// frame).
std::string_view levelOf(const EncodeSettings& settings) {
    struct Level {
        std::string_view name;
        std::uint64_t perSecond;
        std::uint64_t perFrame;
    };
    constexpr std::array kLevels{Level{"3.1", 108000, 3600},  Level{"4", 245760, 8192},
                                 Level{"4.2", 522240, 8704},  Level{"5", 589824, 22080},
                                 Level{"5.1", 983040, 36864}, Level{"5.2", 2073600, 36864}};
    const std::uint64_t frame =
        std::uint64_t{(settings.width + 15) / 16} * ((settings.height + 15) / 16);
    for (const auto& level : kLevels)
        if (frame <= level.perFrame && frame * rateOf(settings) <= level.perSecond)
            return level.name;
    return kLevels.back().name;
}

/// Threads for an encoder on the CPU. Each thread costs a slice a frame, and with it bits; a small
/// picture is done in a few milliseconds by one.
unsigned softwareThreads(const EncodeSettings& settings) {
    constexpr std::uint64_t kPixelsPerSecond = 640ULL * 480 * 60;
    const auto pixels = std::uint64_t{settings.width} * settings.height * rateOf(settings);
    const auto wanted = 1 + pixels / kPixelsPerSecond;
    const auto cores = std::max(1U, std::thread::hardware_concurrency());
    return static_cast<unsigned>(std::min<std::uint64_t>({wanted, cores, 4}));
}

std::string noFields(const EncodeSettings& /*settings*/) {
    return {};
}

/// The stateful V4L2 encoders (Raspberry Pi 4 and older, many SoCs). Controls a driver does not
/// have only earn a warning: the coded picture buffer, in kilobytes, bounds an IDR where there is
/// one, which the Raspberry Pi's has not. Before GStreamer 1.24 the element cannot force a key
/// frame, so that a joining viewer waits for the next one: keep those near.
std::string v4l2Properties(const EncodeSettings& settings) {
    guint major = 0;
    guint minor = 0;
    guint micro = 0;
    guint nano = 0;
    gst_version(&major, &minor, &micro, &nano);
    const bool forces = major > 1 || minor >= 24;
    const auto interval =
        forces ? keyInterval(settings) : std::min(keyInterval(settings), rateOf(settings));
    return text("extra-controls=\"controls,video_bitrate=", settings.bitrate * 1000,
                ",video_bitrate_mode=1,video_b_frames=0,repeat_sequence_header=1",
                ",h264_cpb_buffer_size=", std::max(1U, vbvKbit(settings) / 8),
                ",h264_i_frame_period=", interval, ",video_gop_size=", interval, ";\"");
}

/// The Raspberry Pi's encoder negotiates no level by itself.
std::string v4l2Fields(const EncodeSettings& settings) {
    return text(",level=(string)", levelOf(settings));
}

/// VA-API (Intel, AMD), the newer element. bitrate in kbit/s, cpb-size in kbit.
std::string vaProperties(const EncodeSettings& settings) {
    return text("rate-control=cbr bitrate=", settings.bitrate, " cpb-size=", vbvKbit(settings),
                " key-int-max=", keyInterval(settings),
                " b-frames=0 ref-frames=1 cabac=false dct8x8=false");
}

/// VA-API, the older element. bitrate in kbit/s, cpb-length in ms.
std::string vaapiProperties(const EncodeSettings& settings) {
    return text("rate-control=cbr bitrate=", settings.bitrate, " cpb-length=", kVbvMs,
                " keyframe-period=", keyInterval(settings),
                " max-bframes=0 refs=1 cabac=false dct8x8=false");
}

/// NVENC. bitrate in kbit/s, vbv-buffer-size in kbit. Neither B-frames nor lookahead by its own
/// defaults; the element has properties for them only where the card can do them, and to name one
/// that is missing is an error.
std::string nvProperties(const EncodeSettings& settings) {
    return text("preset=low-latency-hp zerolatency=true rc-mode=cbr bitrate=", settings.bitrate,
                " vbv-buffer-size=", vbvKbit(settings), " gop-size=", keyInterval(settings));
}

/// x264. bitrate in kbit/s, vbv-buf-capacity in ms. zerolatency: no lookahead, no B-frames, no
/// frame threads. Key frames come when asked for, not at scene cuts.
std::string x264Properties(const EncodeSettings& settings) {
    return text("tune=zerolatency speed-preset=ultrafast bitrate=", settings.bitrate,
                " vbv-buf-capacity=", kVbvMs, " key-int-max=", keyInterval(settings),
                " bframes=0 cabac=false dct8x8=false byte-stream=true threads=",
                softwareThreads(settings), " option-string=\"scenecut=0\"");
}

/// OpenH264. bitrate in bit/s; it bounds an IDR by its own rate control, given a highest bitrate.
std::string openh264Properties(const EncodeSettings& settings) {
    const auto threads = softwareThreads(settings);
    return text(
        "usage-type=camera complexity=low rate-control=bitrate bitrate=", settings.bitrate * 1000,
        " max-bitrate=", settings.bitrate * 1000, " gop-size=", keyInterval(settings),
        " scene-change-detection=false enable-frame-skip=false multi-thread=", threads,
        " slice-mode=n-slices num-slices=", threads);
}

constexpr std::array kTable{
    EncoderRow{"v4l2h264enc", "I420", v4l2Properties, v4l2Fields},
    EncoderRow{"vah264enc", "NV12", vaProperties, noFields},
    EncoderRow{"vaapih264enc", "NV12", vaapiProperties, noFields},
    EncoderRow{"nvh264enc", "NV12", nvProperties, noFields},
    EncoderRow{"x264enc", "I420", x264Properties, noFields},
    EncoderRow{"openh264enc", "I420", openh264Properties, noFields},
};

} // namespace

EncodeSettings encodeSettings(const config::Camera& camera) {
    return {camera.width, camera.height, camera.framerate, camera.bitrate, camera.keyframeInterval};
}

std::span<const EncoderRow> encoderTable() {
    return kTable;
}

const EncoderRow* findEncoder(std::string_view element) {
    const auto row = std::find_if(kTable.begin(), kTable.end(), [element](const EncoderRow& one) {
        return one.element == element;
    });
    return row == kTable.end() ? nullptr : &*row;
}

std::string encoderDescription(const EncoderRow& row, const EncodeSettings& settings) {
    registerRateLimit();
    // Too many frames are left out before they cost anything, and big pictures are scaled down
    // before their format is changed.
    return text(kRateLimitElement, " max-rate=", rateOf(settings),
                " ! videoscale n-threads=1 ! videoconvert n-threads=1",
                " ! video/x-raw,format=", row.format, ",width=", settings.width,
                ",height=", settings.height, ",pixel-aspect-ratio=1/1 ! ", row.element,
                " name=encoder ", row.properties(settings),
                " ! video/x-h264,stream-format=byte-stream,alignment=au,"
                "profile=constrained-baseline",
                row.outputFields(settings));
}

util::Result<const EncoderRow*> selectEncoder(std::string_view wanted,
                                              const EncodeSettings& settings) {
    if (wanted != "auto") {
        const auto* row = findEncoder(wanted);
        if (!row) {
            std::vector<std::string> names{"auto"};
            for (const auto& one : kTable)
                names.emplace_back(one.element);
            return util::Error{"unknown-encoder", text("There is no encoder \"", wanted,
                                                       "\"; known are ", util::join(names))};
        }
        if (const auto reason = tryEncoder(*row, settings); !reason.empty())
            return util::Error{"no-encoder",
                               text("The encoder ", wanted, " does not work: ", reason)};
        return row;
    }
    std::vector<std::string> reasons;
    for (const auto& row : kTable) {
        const auto reason = tryEncoder(row, settings);
        if (reason.empty())
            return &row;
        reasons.push_back(text(row.element, ": ", reason));
    }
    return util::Error{"no-encoder",
                       text("No H.264 encoder works at ", settings.width, "x", settings.height,
                            " and ", settings.bitrate, " kbit/s; ", util::join(reasons, "; "))};
}

} // namespace vitrine::camera
