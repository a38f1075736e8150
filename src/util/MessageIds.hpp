// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// The MESSAGE_ID of what programs look for in the journal (systemd.journal-fields(7)). They are
/// never changed, and docs/debugging.md has the list, which a test holds.
namespace vitrine::util::log::id {

inline constexpr const char* kListening = "4e1ef8c5dfe14d46b2b23796b7159788";
inline constexpr const char* kStopping = "eca50222aacd4465985c9bb030c6f2a7";
inline constexpr const char* kReloaded = "9af67ca69efa4e53806b909745a39aca";
inline constexpr const char* kReloadRefused = "a3c6504923db4842b8c88ecbceae1a07";
inline constexpr const char* kCameraLive = "c0e15ebdbf394ee9bc8c1af9dc96825d";
inline constexpr const char* kCameraOffline = "93324455618e4199920c767ca408cdc3";
inline constexpr const char* kDevicePluggedIn = "c2e52b84c8574d5db02413ad9ec77b9a";
inline constexpr const char* kDeviceUnplugged = "128741c4d7b64674ad64f78d89c1cd0d";
inline constexpr const char* kViewerEnded = "3d362ceca99a4ce99ac9f5a675deb519";
inline constexpr const char* kPipelineStuck = "b57b401623ef4a388c6333682f51731f";
inline constexpr const char* kTurnedAway = "8bc0f6f8c9d94a16a3df274deddbe767";
inline constexpr const char* kMemory = "aec52c5e086a4885b7d904069a77b179";

} // namespace vitrine::util::log::id
