// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Log.hpp"

#include <gst/gst.h>

#include <sstream>
#include <string>

namespace vitrine::gst {

/// The parts of the house that speak in GStreamer's debug log, each in a category of its own:
/// vitrine-camera, vitrine-viewer, vitrine-fanout …
enum class Room { Gst, Camera, FanOut, Recording, Viewer, Signalling, Http, Daemon };

/// The category of a room. Thread: thread-safe.
GstDebugCategory* debugCategory(Room room);

using util::Place;

/// For the log: of which camera or viewer something speaks that has this name in the debug log or
/// as a pipeline: "viewer-7", "camera-front", "recording-front".
util::log::About about(Room room, const std::string& name, Place where = Place::here());

/// Tells GStreamer's debug log what becomes of one thing, under the name it has there:
///
///     Story(Room::Viewer, "viewer-7").debug("the offer has ", bytes, " bytes");
///
/// Every room that has to do with a viewer calls it by the same name, so that one search finds
/// its whole story. Nothing is put together while nobody listens. What is told at `debug` is kept
/// all the time (DebugLog): it must be rare; what happens with every frame is for `log`. Where
/// [log] asks for a room's debug lines it is told there, too.
///
/// Owner: a temporary. Thread: any.
class Story {
  public:
    Story(Room room, const std::string& name, Place where = Place::here())
        : room_(room)
        , category_(debugCategory(room))
        , name_(name)
        , where_(where) {}
    /// The story of a camera, whose id may be any word.
    static Story ofCamera(Room room, const std::string& id, Place where = Place::here()) {
        Story story(room, id, where);
        story.isCamera_ = true;
        return story;
    }

    template <typename... Parts>
    void info(const Parts&... parts) const {
        tell(GST_LEVEL_INFO, parts...);
    }
    template <typename... Parts>
    void debug(const Parts&... parts) const {
        tell(GST_LEVEL_DEBUG, parts...);
    }
    template <typename... Parts>
    void log(const Parts&... parts) const {
        tell(GST_LEVEL_LOG, parts...);
    }

  private:
    template <typename... Parts>
    void tell(GstDebugLevel level, const Parts&... parts) const {
        if (level > gst_debug_category_get_threshold(category_))
            return;
        std::ostringstream text;
        (text << ... << parts);
        write(level, text.str());
    }
    void write(GstDebugLevel level, const std::string& text) const;

    Room room_;
    GstDebugCategory* category_;
    const std::string& name_;
    Place where_;
    bool isCamera_ = false;
};

} // namespace vitrine::gst
