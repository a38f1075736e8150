// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <json-glib/json-glib.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::signalling {

/// The JSON object of a request to the API: a stranger's, until it is looked at.
///
/// Thread: any one at a time.
class RequestBody {
  public:
    /// Reads one; the error says what is wrong, then `right`: what would be.
    static util::Result<RequestBody> parse(std::string_view text, std::string_view right);

    /// How many members it has.
    std::size_t size() const;
    /// A member that is a text, in Unicode and without a zero in it.
    std::optional<std::string> text(const char* name) const;
    /// A member that is a whole number.
    std::optional<std::int64_t> number(const char* name) const;
    /// An error as of parse().
    util::Error wrong(const std::string& what) const;

  private:
    struct Free {
        void operator()(JsonParser* parser) const noexcept { g_object_unref(parser); }
    };
    RequestBody(std::unique_ptr<JsonParser, Free> parser, std::string_view right)
        : parser_(std::move(parser))
        , right_(right) {}
    JsonObject* object() const;

    std::unique_ptr<JsonParser, Free> parser_;
    std::string right_;
};

} // namespace vitrine::signalling
