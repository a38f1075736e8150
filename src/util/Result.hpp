// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace vitrine::util {

/// What went wrong, in a sentence a person can act on; `code` is a stable word for programs.
struct Error {
    std::string code;
    std::string message;
};

/// A value or an Error: for input from strangers, where being wrong is normal.
///
/// Thread: a plain value.
template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value)
        : content_(std::move(value)) {} // NOLINT: meant to convert
    Result(Error error)
        : content_(std::move(error)) {} // NOLINT: meant to convert

    explicit operator bool() const noexcept { return content_.index() == 0; }

    /// The value; only when the Result holds one.
    const T& value() const& {
        assert(*this);
        return std::get<0>(content_);
    }
    T& value() & {
        assert(*this);
        return std::get<0>(content_);
    }
    T&& value() && {
        assert(*this);
        return std::get<0>(std::move(content_));
    }

    /// The error; only when the Result holds no value.
    const Error& error() const {
        assert(!*this);
        return std::get<1>(content_);
    }

  private:
    std::variant<T, Error> content_;
};

} // namespace vitrine::util
