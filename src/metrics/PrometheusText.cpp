// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics/PrometheusText.hpp"

#include "metrics/Registry.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <glib.h>

namespace vitrine::metrics {
namespace {

std::string number(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    // The shortest text that reads back as the same number; without an exponent where a person
    // would write none.
    std::array<char, 64> text{};
    const auto size = std::abs(value);
    const bool plain = size == 0.0 || (size >= 1e-6 && size < 1e15);
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   plain ? std::chars_format::fixed : std::chars_format::general)
                         .ptr;
    return {text.data(), end};
}

// Help escapes backslash and line feed; a label value also the quote.
std::string escaped(const std::string& text, bool inQuotes) {
    auto* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string out;
    for (const char* c = valid; *c != '\0'; ++c) {
        if (*c == '\n')
            out += "\\n";
        else if (*c == '\\' || (inQuotes && *c == '"'))
            (out += '\\') += *c;
        else
            out += *c;
    }
    g_free(valid);
    return out;
}

std::string headText(const std::string& name, const std::string& help, const char* kind) {
    return "# HELP " + name + ' ' + escaped(help, false) + "\n# TYPE " + name + ' ' + kind + '\n';
}

// {a="1",b="2"}, or nothing when there is no label; `bound` adds a histogram's le.
std::string labelText(const FamilyHead& head, const LabelValues& values,
                      const std::string& bound = {}) {
    std::string inside;
    for (std::size_t i = 0; i < values.size(); ++i)
        inside += (i == 0 ? "" : ",") + head.labels[i] + "=\"" + escaped(values[i], true) + '"';
    if (!bound.empty())
        inside += (inside.empty() ? "le=\"" : ",le=\"") + bound + '"';
    return inside.empty() ? inside : '{' + inside + '}';
}

const char* kindOf(const Family<Counter>& /*family*/) {
    return "counter";
}
const char* kindOf(const Family<Gauge>& /*family*/) {
    return "gauge";
}
const char* kindOf(const Family<Histogram>& /*family*/) {
    return "histogram";
}

std::string seriesText(const FamilyHead& head, const LabelValues& values, const Counter& counter) {
    return head.name + labelText(head, values) + ' ' + std::to_string(counter.value()) + '\n';
}

std::string seriesText(const FamilyHead& head, const LabelValues& values, const Gauge& gauge) {
    return head.name + labelText(head, values) + ' ' + number(gauge.value()) + '\n';
}

std::string seriesText(const FamilyHead& head, const LabelValues& values,
                       const Histogram& histogram) {
    const auto now = histogram.snapshot();
    std::string out;
    for (std::size_t i = 0; i < now.cumulative.size(); ++i) {
        const auto bound = i < kSecondsBuckets.size() ? number(kSecondsBuckets[i]) : "+Inf";
        out += head.name + "_bucket" + labelText(head, values, bound) + ' ' +
               std::to_string(now.cumulative[i]) + '\n';
    }
    const auto labels = labelText(head, values);
    out += head.name + "_sum" + labels + ' ' + number(now.sum) + '\n';
    out += head.name + "_count" + labels + ' ' + std::to_string(now.count()) + '\n';
    return out;
}

template <typename Value>
std::string familyText(const Family<Value>& family) {
    const auto& head = family.head();
    auto out = headText(head.name, head.help, kindOf(family));
    for (const auto& [values, value] : family.series())
        out += seriesText(head, values, *value);
    return out;
}

} // namespace

std::string prometheusText(const Registry& registry) {
    // By name, so that two scrapes differ only where the numbers do.
    std::map<std::string, std::string> blocks;
    for (const auto* any : registry.families())
        std::visit([&](const auto& family) { blocks[family->head().name] = familyText(*family); },
                   *any);
    for (const auto& sample : registry.collect())
        blocks[sample.name] =
            headText(sample.name, sample.help, sample.kind == Kind::Counter ? "counter" : "gauge") +
            sample.name + ' ' + number(sample.value) + '\n';
    std::string out;
    for (const auto& [name, block] : blocks)
        out += block;
    return out;
}

} // namespace vitrine::metrics
