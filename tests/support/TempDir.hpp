// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace vitrine::test {

/// A folder of a test's own, removed with everything in it.
class TempDir {
  public:
    TempDir() {
        char* path = g_dir_make_tmp("vitrine-test-XXXXXX", nullptr);
        if (!path)
            throw std::runtime_error("no temporary folder");
        path_ = path;
        g_free(path);
    }
    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    std::string path(std::string_view name) const { return path_ + "/" + std::string{name}; }

    /// Writes a file, and makes its folder when need be; gives its path.
    std::string write(std::string_view name, std::string_view text) const {
        const std::filesystem::path file{path(name)};
        std::filesystem::create_directories(file.parent_path());
        std::ofstream out{file, std::ios::binary};
        out << text;
        if (!out.flush())
            throw std::runtime_error("cannot write " + file.string());
        return file.string();
    }

  private:
    std::string path_;
};

} // namespace vitrine::test
