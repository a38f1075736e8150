// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "recording/AccessUnits.hpp"
#include "recording/Archive.hpp"
#include "recording/FilmMuxer.hpp"
#include "recording/RecordedFrame.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::recording {

/// Makes films of a camera's frames: each fragment is written at once and whole, so that whatever
/// ends this process takes no more than that; some time is one file, cut at a key frame.
///
/// Owner: Scribe. Thread: one at a time; blocks as long as the disk does. What throws is followed
/// by abandon().
class FilmWriter {
  public:
    /// A camera that was away longer begins another film.
    static constexpr std::chrono::seconds kGap{2};

    FilmWriter(const config::Recording& settings, const std::string& camera);

    /// The next frame; the first, and each one after something was left out, is a key frame.
    /// Throws DiskError, or gst::BuildError where GStreamer does not take it.
    void add(const RecordedFrame& frame);
    /// Ends the film, with what has been gathered. Throws DiskError.
    void close();
    /// Ends the film without; gives how many frames that were.
    std::size_t abandon();
    /// Deletes what is too old or too much.
    void tidy(Archive::TimePoint now) { archive_.tidy(now); }

    /// Bytes in whole fragments so far, and files that have one, of all films.
    std::uint64_t bytesWritten() const noexcept { return bytesWritten_; }
    std::uint64_t filmsBegun() const noexcept { return filmsBegun_; }
    /// When the film under way began; nothing when there is none.
    std::optional<Archive::TimePoint> filmBegan() const;

  private:
    struct Film {
        std::unique_ptr<SegmentFile> file;
        gst::Ref<GstCaps> caps;
        std::unique_ptr<FilmMuxer> muxer;
        std::chrono::nanoseconds begin;
        Archive::TimePoint wall;
    };

    bool isDue(GstCaps* caps, const RecordedFrame& frame) const;
    void beginFilm(gst::Ref<GstCaps> caps, const RecordedFrame& frame);
    void writePieces();

    Archive archive_;
    std::chrono::seconds segment_;
    std::uint64_t mostFilmBytes_;        // 0: as it comes
    std::unique_ptr<AccessUnits> units_; // from the first frame on, until close()
    std::optional<Film> film_;
    std::chrono::nanoseconds last_{0}; // the newest frame's time
    std::size_t unwritten_ = 0;        // frames since the last piece that was written
    std::uint64_t bytesWritten_ = 0;
    std::uint64_t filmsBegun_ = 0;
};

} // namespace vitrine::recording
