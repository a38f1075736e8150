// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/AccessUnit.hpp"

#include <string_view>

namespace vitrine::test {
namespace {

constexpr std::string_view kStartCode{"\0\0\1", 3};

/// Reads Exp-Golomb codes (ITU-T H.264, 9.1) from the bits of a slice header.
class Bits {
  public:
    explicit Bits(std::string_view bytes)
        : bytes_(bytes) {}

    unsigned next() {
        unsigned zeros = 0;
        while (!bit() && zeros < 31)
            ++zeros;
        unsigned value = 1;
        for (unsigned i = 0; i < zeros; ++i)
            value = value * 2 + bit();
        return value - 1;
    }

  private:
    unsigned bit() {
        const auto at = position_++;
        if (at / 8 >= bytes_.size())
            return 1;
        return static_cast<unsigned char>(bytes_[at / 8]) >> (7 - at % 8) & 1U;
    }

    std::string_view bytes_;
    std::size_t position_ = 0;
};

void add(AccessUnit& unit, std::string_view nal) {
    constexpr int kSlice = 1, kIdr = 5, kSps = 7;
    if (nal.empty())
        return;
    const int type = nal[0] & 0x1F;
    unit.sps = unit.sps || type == kSps;
    if (type != kSlice && type != kIdr)
        return;
    unit.key = unit.key || type == kIdr;
    unit.slices += nal;
    Bits header(nal.substr(1));
    header.next(); // first_mb_in_slice
    unit.bSlice = unit.bSlice || header.next() % 5 == 1;
}

} // namespace

AccessUnit takeApart(GstBuffer* buffer) {
    AccessUnit unit;
    GstMapInfo map;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return unit;
    const std::string_view all(reinterpret_cast<const char*>(map.data), map.size);
    auto begin = all.find(kStartCode);
    while (begin != std::string_view::npos) {
        begin += kStartCode.size();
        const auto end = all.find(kStartCode, begin);
        auto nal = all.substr(begin, end == std::string_view::npos ? end : end - begin);
        // A start code of four bytes has a zero of its own; a NAL unit never ends in one.
        while (!nal.empty() && nal.back() == '\0')
            nal.remove_suffix(1);
        add(unit, nal);
        begin = end;
    }
    gst_buffer_unmap(buffer, &map);
    return unit;
}

} // namespace vitrine::test
