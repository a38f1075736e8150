// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/FilmWriter.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::recording {
namespace {

// Of what may be kept, so that there is always an older film to be deleted.
constexpr std::uint64_t kFilmsAtLeast = 4;

} // namespace

FilmWriter::FilmWriter(const config::Recording& settings, const std::string& camera)
    : archive_(settings, camera)
    , segment_(settings.segment)
    , mostFilmBytes_(settings.size * kMiB / kFilmsAtLeast) {}

void FilmWriter::add(const RecordedFrame& frame) {
    ++unwritten_;
    if (!units_)
        units_ = std::make_unique<AccessUnits>();
    auto unit = units_->read(frame);
    if (!unit)
        return;
    if (frame.key && isDue(unit->caps.get(), frame))
        beginFilm(std::move(unit->caps), frame);
    if (!film_)
        return; // nobody could play it
    last_ = std::max(frame.time, last_);
    film_->muxer->add(unit->buffer, last_ - film_->begin);
    writePieces();
}

void FilmWriter::close() {
    if (film_) {
        film_->muxer->finish();
        writePieces();
    }
    abandon();
}

std::size_t FilmWriter::abandon() {
    film_.reset();
    units_.reset();
    archive_.ended();
    return std::exchange(unwritten_, 0);
}

std::optional<Archive::TimePoint> FilmWriter::filmBegan() const {
    return film_ ? std::optional(film_->wall) : std::nullopt;
}

bool FilmWriter::isDue(GstCaps* caps, const RecordedFrame& frame) const {
    return !film_ || gst_caps_is_equal(film_->caps.get(), caps) == FALSE ||
           frame.time - film_->begin >= segment_ || frame.time - last_ > kGap ||
           frame.time < last_ || (mostFilmBytes_ > 0 && film_->file->bytes() > mostFilmBytes_);
}

void FilmWriter::beginFilm(gst::Ref<GstCaps> caps, const RecordedFrame& frame) {
    if (film_) {
        film_->muxer->finish();
        writePieces();
    }
    film_.reset();
    auto muxer = std::make_unique<FilmMuxer>(caps.get());
    film_ =
        Film{archive_.begin(frame.wall), std::move(caps), std::move(muxer), frame.time, frame.wall};
    last_ = frame.time;
}

void FilmWriter::writePieces() {
    auto& file = *film_->file;
    while (const auto piece = film_->muxer->next()) {
        file.append(*piece);
        archive_.grew(piece->size());
        if (file.pieces() == 1)
            continue; // without a fragment nothing is recorded
        filmsBegun_ += file.pieces() == 2 ? 1 : 0;
        bytesWritten_ += piece->size();
        unwritten_ = 1; // the newest frame is still in the muxer
    }
}

} // namespace vitrine::recording
