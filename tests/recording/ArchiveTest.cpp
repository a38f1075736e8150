// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "recording/Archive.hpp"

#include <filesystem>
#include <set>

using namespace vitrine;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMiB = 1U << 20U;
const auto kNow = std::chrono::system_clock::from_time_t(1795647361); // 2026-11-25T22:56:01Z

struct Shelf {
    test::TempDir folder;
    config::Recording settings{folder.path("films"), 60s, 0h, 0};

    /// A film of `size` bytes that was written last so long before kNow.
    std::string film(const std::string& name, std::chrono::minutes ago,
                     std::size_t size = 1) const {
        const auto path = folder.write("films/front/" + name, std::string(size, 'x'));
        fs::last_write_time(path, fs::file_time_type::clock::from_sys(kNow - ago));
        return path;
    }
    std::set<std::string> names() const {
        std::set<std::string> found;
        for (const auto& each : fs::directory_iterator(folder.path("films/front")))
            found.insert(each.path().filename().string());
        return found;
    }
    recording::Archive archive() const { return {settings, "front"}; }
};

const std::vector<std::uint8_t> kPiece{1, 2, 3};

} // namespace

TEST_CASE("a film is named by its first moment, and is alone with that name") {
    const Shelf shelf;
    auto archive = shelf.archive();
    const auto first = archive.begin(kNow);
    const auto second = archive.begin(kNow);
    CHECK(first->path() == shelf.folder.path("films/front/20261125T225601Z.mp4"));
    CHECK(shelf.names() == std::set<std::string>{"20261125T225601Z.mp4", "20261125T225601Z_2.mp4"});
}

TEST_CASE("films that are too old go, and nothing that is not ours") {
    Shelf shelf;
    shelf.settings.age = 2h;
    shelf.film("20261125T200000Z.mp4", 121min);
    shelf.film("20261125T210000Z_2.mp4", 121min);
    shelf.film("20261125T220000Z.mp4", 119min);
    const std::set<std::string> others{"20261125T200000Z.mkv", "holiday.mp4", "20261125.mp4",
                                       "20261125T200000Z_.mp4", "20261125T200000Z_x.mp4"};
    for (const auto& name : others)
        shelf.film(name, 10h);
    shelf.archive().tidy(kNow);
    auto expected = others;
    expected.insert("20261125T220000Z.mp4");
    CHECK(shelf.names() == expected);
}

TEST_CASE("the oldest films go while there are too many bytes of them") {
    Shelf shelf;
    shelf.settings.size = 2;
    shelf.film("20261125T220100Z.mp4", 3min, kMiB);
    shelf.film("20261125T220000Z.mp4", 4min, kMiB);
    shelf.film("20261125T220200Z.mp4", 2min, kMiB - 1);
    auto archive = shelf.archive();
    const auto open = archive.begin(kNow);
    CHECK(shelf.names() == std::set<std::string>{"20261125T220100Z.mp4", "20261125T220200Z.mp4",
                                                 "20261125T225601Z.mp4"});
    archive.grew(1);
    CHECK(shelf.names().size() == 3);
    archive.grew(1); // the whole is a byte too much now
    CHECK(shelf.names() == std::set<std::string>{"20261125T220200Z.mp4", "20261125T225601Z.mp4"});
    archive.grew(5 * kMiB);
    CHECK(shelf.names() == std::set<std::string>{"20261125T225601Z.mp4"});
}

TEST_CASE("a film goes by age like every other once it has ended") {
    Shelf shelf;
    shelf.settings.age = 1h;
    auto archive = shelf.archive();
    {
        const auto film = archive.begin(kNow);
        film->append(kPiece);
        film->append(kPiece);
    }
    const auto later = std::chrono::system_clock::now() + 61min;
    archive.tidy(later);
    CHECK(shelf.names().size() == 1);
    archive.ended();
    archive.tidy(later);
    CHECK(shelf.names().empty());
}

TEST_CASE("a folder is made, but not the one that it is to be in") {
    const test::TempDir folder;
    recording::Archive archive({folder.path("not/mounted"), 60s, 0h, 0}, "front");
    CHECK_THROWS_AS(archive.begin(kNow), recording::DiskError);
    CHECK_FALSE(fs::exists(folder.path("not")));
    fs::create_directory(folder.path("not"));
    CHECK_NOTHROW(archive.begin(kNow));
}
