// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <json-glib/json-glib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// JSON as far as signalling needs it. Thread: pure.
namespace vitrine::loadviewer {

/// An object being written; every method but finish() gives it back, for the next.
class JsonWriter {
  public:
    JsonWriter();

    JsonWriter& text(const char* name, const std::string& value);
    JsonWriter& number(const char* name, std::int64_t value);
    /// Opens an object within; what follows goes there until end().
    JsonWriter& object(const char* name);
    JsonWriter& end();
    std::string finish();

  private:
    std::unique_ptr<JsonBuilder, decltype(&g_object_unref)> builder_;
};

/// A text that holds one object. Nothing is found in a text that does not.
class JsonObjectText {
  public:
    explicit JsonObjectText(std::string_view text);

    /// The object itself, or null.
    JsonObject* root() const { return root_; }

  private:
    std::unique_ptr<JsonParser, decltype(&g_object_unref)> parser_;
    JsonObject* root_ = nullptr;
};

/// The member's text, number or object; "", 0 or null where there is none of that kind, also for a
/// null object.
std::string textIn(JsonObject* object, const char* name);
std::int64_t numberIn(JsonObject* object, const char* name);
JsonObject* objectIn(JsonObject* object, const char* name);

} // namespace vitrine::loadviewer
