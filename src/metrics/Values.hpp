// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

/// The three kinds of numbers that are measured.
namespace vitrine::metrics {

/// A count that only grows.
///
/// Owner: shared between its family and those who count. Thread: thread-safe and lock-free; may be
/// called from a streaming thread.
class Counter {
  public:
    void add(std::uint64_t amount = 1) noexcept {
        value_.fetch_add(amount, std::memory_order_relaxed);
    }
    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

/// A number that goes up and down.
///
/// Owner: shared between its family and those who set it. Thread: thread-safe and lock-free; may be
/// called from a streaming thread.
class Gauge {
  public:
    void set(double value) noexcept { value_.store(value, std::memory_order_relaxed); }
    void add(double amount) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
    double value() const noexcept { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<double> value_{0.0};
};

/// Upper bounds, in seconds, for everything that lasts: from half a frame's encoding to a lost
/// connection; densest where a live picture's latency lies, and with a bound at each promise: 10
/// and 30 ms to the browser, 50 ms to the display, 300 ms to the first picture.
inline constexpr std::array<double, 20> kSecondsBuckets{
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03,
    0.05,   0.075, 0.1,   0.2,   0.3,   0.5,    1.0,  2.5,   5.0,  10.0};

/// How often values fell into each of kSecondsBuckets, and their sum.
///
/// Owner: shared between its family and those who observe. Thread: thread-safe and lock-free; may
/// be called from a streaming thread.
class Histogram {
  public:
    /// Counts one value, in seconds; a value that is not a number is left out.
    void observe(double seconds) noexcept;

    struct Snapshot {
        /// Values up to and including each bound, and last all of them (+Inf).
        std::array<std::uint64_t, kSecondsBuckets.size() + 1> cumulative{};
        double sum = 0.0;
        std::uint64_t count() const noexcept { return cumulative.back(); }
    };
    /// The counts now. Its count always agrees with its buckets; its sum may miss, or already
    /// hold, the values that are being observed at this moment.
    Snapshot snapshot() const noexcept;

  private:
    std::array<std::atomic<std::uint64_t>, kSecondsBuckets.size() + 1> counts_{};
    std::atomic<double> sum_{0.0};
};

} // namespace vitrine::metrics
