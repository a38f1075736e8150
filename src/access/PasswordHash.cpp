// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/PasswordHash.hpp"

#include "access/Secret.hpp"

#include <crypt.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace vitrine::access {
namespace {

/// What crypt_ra(3) allocates for itself: yescrypt works in some megabytes, which go back at once.
class Workspace {
  public:
    Workspace() = default;
    ~Workspace() { std::free(data_); } // NOLINT: crypt_ra(3) gives it to free(3)
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    /// Null when the setting is none that it knows.
    const char* crypt(const std::string& password, const std::string& setting) {
        return crypt_ra(password.c_str(), setting.c_str(), &data_, &size_);
    }

  private:
    void* data_ = nullptr;
    int size_ = 0;
};

} // namespace

std::string hashPassword(const std::string& password) {
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    Workspace workspace;
    // The preferred method, its usual cost, and a salt of the kernel's.
    const bool known =
        crypt_gensalt_rn(nullptr, 0, nullptr, 0, setting.data(), int{setting.size()}) != nullptr;
    const auto* hash = known ? workspace.crypt(password, setting.data()) : nullptr;
    if (!hash)
        throw std::runtime_error("libxcrypt does not hash this password");
    return hash;
}

bool isKnownHash(const std::string& hash) {
    const int verdict = crypt_checksalt(hash.c_str());
    return verdict == CRYPT_SALT_OK || verdict == CRYPT_SALT_METHOD_LEGACY ||
           verdict == CRYPT_SALT_TOO_CHEAP;
}

bool passwordFits(const std::string& password, const std::string& hash) {
    Workspace workspace;
    const auto* again = workspace.crypt(password, hash);
    return again && sameSecret(again, hash);
}

} // namespace vitrine::access
