// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/StuckPipeline.hpp"

#include "gst/Drawings.hpp"
#include "gst/Error.hpp"
#include "gst/Story.hpp"
#include "util/Log.hpp"
#include "util/MessageIds.hpp"

#include <cstdlib>
#include <thread>

namespace vitrine::gst {
namespace {

constexpr int kOwnerOnly = 0600;
constexpr std::chrono::milliseconds kDrawing{300};

void draw(const std::string& what, GstElement* pipeline) {
    const auto text = dotOf(pipeline);
    const CharPtr path(g_build_filename(dotDirectory().c_str(),
                                        ("vitrine-stuck-" + what + ".dot").c_str(), nullptr));
    GError* error = nullptr;
    // Through a new file with a name of its own: the directory may be everybody's.
    if (g_file_set_contents_full(path.get(), text.data(), static_cast<gssize>(text.size()),
                                 G_FILE_SET_CONTENTS_CONSISTENT, kOwnerOnly, &error)) {
        util::log::warning("gst", "what hangs is drawn in ", path.get());
        return;
    }
    const ErrorPtr owned(error);
    util::log::warning("gst", "what hangs cannot be drawn: ", error->message);
}

} // namespace

std::string dotDirectory() {
    if (const auto* dots = g_getenv("GST_DEBUG_DUMP_DOT_DIR"); dots && *dots)
        return dots;
    // systemd may name several, separated by colons.
    if (const auto* runtime = g_getenv("RUNTIME_DIRECTORY"); runtime && *runtime)
        return std::string(runtime).substr(0, std::string(runtime).find(':'));
    return g_get_tmp_dir();
}

void StuckPipeline::report(const std::string& what, Ref<GstElement> pipeline) const {
    util::log::warning(about(Room::Gst, what).message(util::log::id::kPipelineStuck), what,
                       " does not stop");
    drawSoon(what, std::move(pipeline));
}

void StuckPipeline::reportAtTheEnd(const std::string& what, Ref<GstElement> pipeline) const {
    util::log::warning(about(Room::Gst, what).message(util::log::id::kPipelineStuck), what,
                       " does not stop; it is left behind");
    drawSoon(what, std::move(pipeline)).wait_for(kDrawing);
}

std::future<void> StuckPipeline::drawSoon(const std::string& what, Ref<GstElement> pipeline) const {
    auto drawn = std::make_shared<std::promise<void>>();
    auto done = drawn->get_future();
    if (!pipeline || pictures_->fetch_add(1) >= kMostPictures) {
        drawn->set_value();
        return done;
    }
    std::thread([what, pipeline = std::move(pipeline), drawn = std::move(drawn)] {
        draw(what, pipeline.get());
        drawn->set_value();
    }).detach();
    return done;
}

} // namespace vitrine::gst
