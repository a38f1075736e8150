// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <string>
#include <string_view>

/// Making and finding elements. Thread: thread-safe unless an element's own rules say otherwise.
namespace vitrine::gst {

/// A new element. Throws BuildError, naming the element and the Debian package that has it.
Ref<GstElement> makeElement(const char* factory, const char* name = nullptr);

/// Whether the registry knows the element (its plugin may still fail to make one).
bool elementExists(const char* factory);

/// The Debian package that ships the element, or an empty string when not known here.
std::string_view packageOf(std::string_view factory);

/// A bin made from a gst-launch description, its unlinked pads as ghost pads.
/// Throws BuildError with GStreamer's own words; a missing element is named with its package.
Ref<GstElement> parseBin(const std::string& description);

/// The element's static pad, which must exist.
Ref<GstPad> staticPad(GstElement* element, const char* name);

/// Whether the object's class has the property: for what differs between GStreamer versions.
bool hasProperty(gpointer object, const char* name);

/// The name of the factory that made the element, or an empty string for elements that have none
/// (webrtcbin makes some of its parts without a factory).
std::string_view factoryName(GstElement* element);

} // namespace vitrine::gst
