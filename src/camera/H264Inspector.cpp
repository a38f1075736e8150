// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/H264Inspector.hpp"

namespace vitrine::camera {
namespace {

bool isSlice(guint16 type) {
    return type >= GST_H264_NAL_SLICE && type <= GST_H264_NAL_SLICE_IDR;
}

/// What is wrong with the sequence (ITU-T H.264, 7.4.2.1 and E.2.1), if anything.
std::optional<std::string> judge(const GstH264SPS& sps) {
    switch (sps.profile_idc) {
    case GST_H264_PROFILE_BASELINE:
    case GST_H264_PROFILE_MAIN:
    case GST_H264_PROFILE_HIGH:
    case GST_H264_PROFILE_HIGH10: // says its bit depth itself
        break;
    case GST_H264_PROFILE_HIGH_422:
        return "is High 4:2:2 profile, which browsers do not show";
    case GST_H264_PROFILE_HIGH_444:
        return "is High 4:4:4 profile, which browsers do not show";
    default:
        return "is of H.264 profile " + std::to_string(sps.profile_idc) +
               ", which browsers do not show";
    }
    if (sps.bit_depth_luma_minus8 != 0 || sps.bit_depth_chroma_minus8 != 0)
        return "has " + std::to_string(8 + sps.bit_depth_luma_minus8) +
               " bits a sample, and browsers show 8";
    if (sps.profile_idc == GST_H264_PROFILE_HIGH10)
        return "is High 10 profile, which browsers do not show";
    if (sps.chroma_format_idc != 1)
        return "is not 4:2:0, and browsers show nothing else";
    if (!sps.frame_mbs_only_flag)
        return "is interlaced, which browsers do not undo";
    // With picture order count type 2 the output order is the decoding order, whatever is promised.
    const auto& vui = sps.vui_parameters;
    if (sps.pic_order_cnt_type != 2 && sps.vui_parameters_present_flag &&
        vui.bitstream_restriction_flag && vui.num_reorder_frames > 0)
        return "has B-frames (it announces " + std::to_string(vui.num_reorder_frames) +
               " reordered pictures), which browsers show late or out of order";
    return {};
}

} // namespace

H264Inspector::H264Inspector()
    : parser_(gst_h264_nal_parser_new()) {}

const std::optional<std::string>& H264Inspector::inspect(std::span<const std::uint8_t> accessUnit) {
    GstH264NalUnit unit{};
    guint offset = 0;
    while (!unfit_ && offset < accessUnit.size()) {
        // Unchecked: the unit's end is not searched, which for a slice would read the whole frame.
        if (gst_h264_parser_identify_nalu_unchecked(parser_.get(), accessUnit.data(), offset,
                                                    accessUnit.size(), &unit) != GST_H264_PARSER_OK)
            break;
        if (isSlice(unit.type)) {
            inspectSlice(unit);
            break; // encoders do not mix the kinds within a picture
        }
        const auto result = gst_h264_parser_identify_nalu(parser_.get(), accessUnit.data(), offset,
                                                          accessUnit.size(), &unit);
        if (result != GST_H264_PARSER_OK && result != GST_H264_PARSER_NO_NAL_END)
            break;
        inspectParameters(unit);
        offset = unit.offset + unit.size;
    }
    return unfit_;
}

void H264Inspector::inspectParameters(GstH264NalUnit& unit) {
    if (unit.type == GST_H264_NAL_SPS) {
        GstH264SPS sps{};
        if (gst_h264_parser_parse_sps(parser_.get(), &unit, &sps) != GST_H264_PARSER_OK)
            return;
        sawParameters_ = true;
        unfit_ = judge(sps);
        gst_h264_sps_clear(&sps);
    } else if (unit.type == GST_H264_NAL_PPS) {
        GstH264PPS pps{};
        if (gst_h264_parser_parse_pps(parser_.get(), &unit, &pps) == GST_H264_PARSER_OK)
            gst_h264_pps_clear(&pps);
    }
}

void H264Inspector::inspectSlice(GstH264NalUnit& unit) {
    if (unit.type != GST_H264_NAL_SLICE && unit.type != GST_H264_NAL_SLICE_IDR) {
        unfit_ = "is in data partitions (Extended profile), which browsers do not show";
        return;
    }
    GstH264SliceHdr slice{};
    // Without its parameter sets a slice says nothing; they come before the next key frame.
    if (gst_h264_parser_parse_slice_hdr(parser_.get(), &unit, &slice, FALSE, FALSE) !=
        GST_H264_PARSER_OK)
        return;
    if (unit.type == GST_H264_NAL_SLICE_IDR)
        sawKeyFrame_ = true;
    if (GST_H264_IS_B_SLICE(&slice))
        unfit_ = "has B-frames, which browsers show late or out of order";
    else if (!GST_H264_IS_P_SLICE(&slice) && !GST_H264_IS_I_SLICE(&slice))
        unfit_ = "has switching slices (Extended profile), which browsers do not show";
    else if (slice.field_pic_flag)
        unfit_ = "is interlaced, which browsers do not undo";
}

} // namespace vitrine::camera
