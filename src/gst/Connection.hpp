// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <functional>
#include <utility>

namespace vitrine::gst {

/// A signal handler that is disconnected by its destructor.
///
/// Owner: the object whose handler it is. Thread: any one at a time; the handler runs on whichever
/// thread emits, and may still be running when the Connection ends: let it capture a WeakToken or
/// a shared_ptr, never a bare `this` that it then dereferences.
class Connection {
  public:
    Connection() = default;
    Connection(Connection&& other) noexcept
        : instance_(std::move(other.instance_))
        , id_(std::exchange(other.id_, 0UL)) {}
    Connection& operator=(Connection&& other) noexcept {
        disconnect();
        instance_ = std::move(other.instance_);
        id_ = std::exchange(other.id_, 0UL);
        return *this;
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { disconnect(); }

    /// Connects `fn` to the signal; Arguments are the signal's own, the emitting object first.
    /// `fn` must not throw: it is called from C.
    template <typename Result, typename... Arguments>
    static Connection to(gpointer instance, const char* signal,
                         std::function<Result(Arguments...)> fn) {
        using Function = std::function<Result(Arguments...)>;
        Connection connection;
        connection.instance_ = Ref<GObject>(G_OBJECT(instance), share);
        Result (*trampoline)(Arguments..., gpointer) = [](Arguments... arguments,
                                                          gpointer data) -> Result {
            return (*static_cast<Function*>(data))(arguments...);
        };
        connection.id_ = g_signal_connect_data(
            instance, signal, reinterpret_cast<GCallback>(trampoline), new Function(std::move(fn)),
            [](gpointer data, GClosure*) { delete static_cast<Function*>(data); },
            static_cast<GConnectFlags>(0));
        return connection;
    }

    void disconnect() noexcept {
        if (id_ != 0 && instance_)
            g_signal_handler_disconnect(instance_.get(), std::exchange(id_, 0UL));
        instance_.reset();
    }

  private:
    Ref<GObject> instance_;
    gulong id_ = 0;
};

} // namespace vitrine::gst
