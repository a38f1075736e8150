// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <memory>
#include <utility>

namespace vitrine::gst {

/// How a Ref takes a pointer: says at each place what happens to the reference count.
struct Adopt {}; ///< takes over the caller's reference (transfer full)
struct Share {}; ///< adds a reference (transfer none)
struct Sink {};  ///< takes a fresh, floating GObject (gst_object_ref_sink)
inline constexpr Adopt adopt{};
inline constexpr Share share{};
inline constexpr Sink sink{};

template <typename T>
struct RefTraits { // GObject and its descendants
    static void ref(T* p) noexcept { g_object_ref(p); }
    static void unref(T* p) noexcept { g_object_unref(p); }
};

template <typename T>
struct MiniObjectTraits {
    static void ref(T* p) noexcept { gst_mini_object_ref(reinterpret_cast<GstMiniObject*>(p)); }
    static void unref(T* p) noexcept { gst_mini_object_unref(reinterpret_cast<GstMiniObject*>(p)); }
};
template <>
struct RefTraits<GstBuffer> : MiniObjectTraits<GstBuffer> {};
template <>
struct RefTraits<GstBufferList> : MiniObjectTraits<GstBufferList> {};
template <>
struct RefTraits<GstCaps> : MiniObjectTraits<GstCaps> {};
template <>
struct RefTraits<GstEvent> : MiniObjectTraits<GstEvent> {};
template <>
struct RefTraits<GstMemory> : MiniObjectTraits<GstMemory> {};
template <>
struct RefTraits<GstMessage> : MiniObjectTraits<GstMessage> {};
template <>
struct RefTraits<GstPromise> : MiniObjectTraits<GstPromise> {};
template <>
struct RefTraits<GstSample> : MiniObjectTraits<GstSample> {};
template <>
struct RefTraits<GBytes> {
    static void ref(GBytes* p) noexcept { g_bytes_ref(p); }
    static void unref(GBytes* p) noexcept { g_bytes_unref(p); }
};

/// A counted reference to a GObject or GstMiniObject.
///
/// Thread: like shared_ptr, the count is thread-safe, one handle is not.
template <typename T>
class Ref {
  public:
    Ref() noexcept = default;
    Ref(T* pointer, Adopt /*how*/) noexcept
        : pointer_(pointer) {}
    Ref(T* pointer, Share /*how*/) noexcept
        : pointer_(pointer) {
        addRef();
    }
    Ref(T* pointer, Sink /*how*/) noexcept
        : pointer_(pointer) {
        if (pointer_)
            g_object_ref_sink(pointer_);
    }
    Ref(const Ref& other) noexcept
        : pointer_(other.pointer_) {
        addRef();
    }
    Ref(Ref&& other) noexcept
        : pointer_(other.release()) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(pointer_, other.pointer_);
        return *this;
    }
    ~Ref() { reset(); }

    T* get() const noexcept { return pointer_; }
    explicit operator bool() const noexcept { return pointer_ != nullptr; }

    /// Gives the reference to the caller.
    [[nodiscard]] T* release() noexcept { return std::exchange(pointer_, nullptr); }
    void reset() noexcept {
        if (auto* pointer = release())
            RefTraits<T>::unref(pointer);
    }

  private:
    void addRef() noexcept {
        if (pointer_)
            RefTraits<T>::ref(pointer_);
    }

    T* pointer_ = nullptr;
};

/// A unique_ptr whose deleter is a plain C function.
template <typename T, auto Free>
struct FreeWith {
    void operator()(T* pointer) const noexcept { Free(pointer); }
};
template <typename T, auto Free>
using Unique = std::unique_ptr<T, FreeWith<T, Free>>;

using CharPtr = Unique<char, g_free>;
using ErrorPtr = Unique<GError, g_error_free>;
using StructurePtr = Unique<GstStructure, gst_structure_free>;

} // namespace vitrine::gst
