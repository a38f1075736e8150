// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/DebugDump.hpp"
#include "gst/DebugLog.hpp"
#include "gst/Story.hpp"

#include <glib/gstdio.h>

#include <filesystem>
#include <fstream>

using namespace vitrine;
using gst::DebugThresholds;

namespace {

// The test program's own, so that two must not be at once.
struct Log {
    gst::DebugLog log;
    bool has(const std::string& text) const { return log.text().find(text) != std::string::npos; }
};

std::string wrong(const char* text, int most = DebugThresholds::kEverything) {
    const auto read = DebugThresholds::parse(text, most);
    REQUIRE_FALSE(read);
    return read.error().message;
}

DebugThresholds right(const char* text) {
    auto read = DebugThresholds::parse(text);
    if (!read)
        FAIL(read.error().message);
    return std::move(read).value();
}

} // namespace

TEST_CASE("thresholds are read as GST_DEBUG is") {
    const auto read = right("3,vitrine-*:DEBUG, rtpbin:6 ,vitrine-http:none");
    CHECK(read.levelOf("v4l2src") == 3);
    CHECK(read.levelOf("vitrine-viewer") == 5);
    CHECK(read.levelOf("rtpbin") == 6);
    CHECK(read.levelOf("vitrine-http") == 0); // what comes later counts more
    CHECK(read.text() == "*:3,vitrine-*:5,rtpbin:6,vitrine-http:0");
    CHECK(right("").text().empty());
    CHECK(right("").levelOf("rtpbin") == 0);
}

TEST_CASE("a wrong threshold is named, with what is right") {
    CHECK(wrong("rtpbin:loud").find("a number from 0 to 9") != std::string::npos);
    CHECK(wrong("rtpbin:8", 7).find("from 0 to 7") != std::string::npos);
    CHECK(wrong("rtpbin:10").find("\"rtpbin:10\"") == 0);
    CHECK(wrong("a b:3").find("letters") != std::string::npos);
    CHECK(wrong(":3").find("letters") != std::string::npos);
    CHECK(wrong((std::string(65, 'a') + ":3").c_str()).find("up to 64") != std::string::npos);
    std::string many;
    for (int i = 0; i < 65; ++i)
        many += "c" + std::to_string(i) + ":1,";
    CHECK(wrong(many.c_str()).find("at most 64") != std::string::npos);
}

TEST_CASE("stories up to DEBUG and everybody's warnings are kept; of the rest, what is asked for") {
    Log it;
    const std::string name = "viewer-7";
    gst::Story(gst::Room::Viewer, name).debug("tells ", 1);
    gst::Story(gst::Room::Viewer, name).log("tells ", 2);
    GST_CAT_WARNING(GST_CAT_DEFAULT, "GStreamer warns");
    GST_CAT_INFO(GST_CAT_DEFAULT, "GStreamer chats");
    CHECK(it.has("<viewer-7> tells 1"));
    CHECK(it.has("vitrine-viewer"));
    CHECK_FALSE(it.has("tells 2"));
    CHECK(it.has("GStreamer warns"));
    CHECK_FALSE(it.has("GStreamer chats"));

    it.log.show(right("*:4,vitrine-*:6"));
    gst::Story(gst::Room::Viewer, name).log("tells ", 3);
    GST_CAT_INFO(GST_CAT_DEFAULT, "GStreamer chats");
    CHECK(it.has("tells 3"));
    CHECK(it.has("GStreamer chats"));

    it.log.show(right("vitrine-*:0"));
    gst::Story(gst::Room::Viewer, name).debug("tells ", 4);
    gst::Story(gst::Room::Viewer, name).log("tells ", 5);
    GST_CAT_INFO(GST_CAT_DEFAULT, "GStreamer whispers");
    CHECK(it.has("tells 4"));
    CHECK_FALSE(it.has("tells 5"));
    CHECK_FALSE(it.has("GStreamer whispers"));
}

TEST_CASE("elements put no line together that nobody asked for") {
    Log it;
    CHECK(_gst_debug_min == GST_LEVEL_WARNING);
    it.log.show(right("rtpbin:6"));
    CHECK(_gst_debug_min == GST_LEVEL_LOG);
    it.log.show({});
    CHECK(_gst_debug_min == GST_LEVEL_WARNING);
    const std::string name = "viewer-7";
    gst::Story(gst::Room::Viewer, name).debug("is told all the same");
    CHECK(it.has("is told all the same"));
}

TEST_CASE("what is asked for pushes no story out, and all of it has an end") {
    Log it;
    const std::string name = "viewer-7";
    gst::Story(gst::Room::Viewer, name).debug("was here");
    it.log.show(right("*:6"));
    for (int i = 0; i < 10'000; ++i)
        GST_CAT_LOG(GST_CAT_DEFAULT, "chatter %d", i);
    CHECK(it.has("<viewer-7> was here"));
    CHECK(it.has("chatter 9999"));
    CHECK_FALSE(it.has("chatter 1\n"));
    CHECK(it.log.text().size() <= gst::DebugLog::kBytes);
    CHECK(it.log.text().find("chatter 9999") < it.log.text().find("was here"));
}

TEST_CASE("stories are switched on, and back to what was written") {
    Log it;
    it.log.show(right("rtpbin:4"));
    it.log.toggleStories();
    CHECK(it.log.shown().text() == "vitrine*:5");
    it.log.toggleStories();
    CHECK(it.log.shown().text() == "rtpbin:4");
    it.log.toggleStories();
    it.log.show(right("rtpbin:2"));
    it.log.toggleStories();
    CHECK(it.log.shown().text() == "vitrine*:5");
}

TEST_CASE("a category that comes later gets the level that was asked for it") {
    Log it;
    it.log.show(right("late-*:6"));
    GstDebugCategory* late = nullptr;
    GST_DEBUG_CATEGORY_INIT(late, "late-one", 0, "of a test");
    CHECK(gst_debug_category_get_threshold(late) == GST_LEVEL_LOG);
    it.log.show({});
    CHECK(gst_debug_category_get_threshold(late) == GST_LEVEL_WARNING);
    GstDebugCategory* later = nullptr;
    GST_DEBUG_CATEGORY_INIT(later, "late-two", 0, "of a test");
    CHECK(gst_debug_category_get_threshold(later) == GST_LEVEL_WARNING);
}

TEST_CASE("neither passwords nor keys are kept") {
    Log it;
    const std::string name = "front";
    gst::Story(gst::Room::Camera, name).debug("opens rtsp://anna:geheim@192.0.2.1/");
    GST_CAT_ERROR(GST_CAT_DEFAULT, "sends Authorization: Basic Z2VoZWlt");
    CHECK(it.has("opens rtsp://***@192.0.2.1/"));
    CHECK(it.has("Authorization:***"));
    CHECK_FALSE(it.has("geheim"));
    CHECK_FALSE(it.has("Z2VoZWlt"));
}

TEST_CASE("what the log says is kept in its place, and trouble is counted") {
    Log it;
    util::log::info("camera", "front is live");
    CHECK(it.log.troubles() == 0);
    util::log::warning("camera", "front is offline");
    CHECK(it.log.troubles() == 1);
    CHECK(it.has("front is live"));
    CHECK(it.log.text().find("front is live") < it.log.text().find("front is offline"));
}

TEST_CASE("after trouble the last lines are in a file, once a minute at most") {
    Log it;
    const auto directory = std::filesystem::temp_directory_path() /
                           ("vitrine-dump-" + std::to_string(g_get_real_time()));
    std::filesystem::create_directory(directory);
    const auto path = directory / "vitrine-debug.log";
    gst::DebugDump dump(it.log, path.string());
    const auto now = util::Clock::now();
    CHECK_FALSE(dump.look(now));
    util::log::warning("camera", "front is offline");
    CHECK(dump.look(now));
    const auto contents = [&] {
        std::ifstream in(path);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    CHECK(contents().find("front is offline") != std::string::npos);
    CHECK(std::filesystem::status(path).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    util::log::warning("camera", "yard is offline");
    CHECK_FALSE(dump.look(now + std::chrono::seconds(59)));
    CHECK(dump.look(now + std::chrono::seconds(60)));
    CHECK(contents().find("yard is offline") != std::string::npos);
    CHECK_FALSE(dump.look(now + std::chrono::seconds(600)));
    std::filesystem::remove_all(directory);
}
