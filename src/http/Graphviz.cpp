// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Graphviz.hpp"

#include "gst/Error.hpp"

#include <array>
#include <sys/resource.h>
#include <utility>

namespace vitrine::http {
namespace {

constexpr rlim_t kMostMemory = rlim_t{512} << 20U;
constexpr rlim_t kMostSeconds = 5;

// In the child, between fork and exec: only what signal-safety(7) allows. A graph must not cost a
// frame, nor the service its memory. Where that is refused (a service's system call filter) it is
// drawn all the same.
void holdBack(gpointer /*data*/) {
    const rlimit memory{kMostMemory, kMostMemory};
    const rlimit seconds{kMostSeconds, kMostSeconds};
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CPU, &seconds);
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + 5);
}

gst::Ref<GSubprocess> start(const char* program) {
    const gst::Ref<GSubprocessLauncher> launcher(
        g_subprocess_launcher_new(GSubprocessFlags(G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                   G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                   G_SUBPROCESS_FLAGS_STDERR_SILENCE)),
        gst::adopt);
    g_subprocess_launcher_set_child_setup(launcher.get(), holdBack, nullptr, nullptr);
    const std::array<const gchar*, 3> arguments{program, "-Tsvg", nullptr};
    GError* error = nullptr;
    gst::Ref<GSubprocess> started(
        g_subprocess_launcher_spawnv(launcher.get(), arguments.data(), &error), gst::adopt);
    const gst::ErrorPtr owned(error);
    return started;
}

} // namespace

Graphviz::~Graphviz() {
    for (const auto& [number, run] : runs_)
        run->end();
}

// What it has started itself may go on, and is waited for no more.
void Graphviz::Run::end() const {
    g_subprocess_force_exit(program.get());
    g_cancellable_cancel(reading.get());
}

void Graphviz::draw(const std::string& dot, Done done) {
    const gst::CharPtr program(g_find_program_in_path("dot"));
    if (!program)
        return done(util::Error{"missing",
                                "this machine has no Graphviz to draw with: apt install graphviz; "
                                "graph.dot is there without it"});
    if (dot.size() > kMostInput)
        return done(util::Error{"large", "the graph is too large to be drawn here"});
    if (runs_.size() >= kMost)
        return done(util::Error{"busy", "other graphs are being drawn"});
    auto run = std::make_unique<Run>();
    run->program = start(program.get());
    if (!run->program)
        return done(util::Error{"failed", "Graphviz does not start"});
    run->done = std::move(done);
    auto& running = *runs_.emplace(++last_, std::move(run)).first->second;
    running.patience.once(kPatience, [&running] {
        running.end();
        std::exchange(running.done, {})(util::Error{"slow", "Graphviz took too long"});
    });
    struct Context {
        util::WeakToken token;
        Graphviz* self;
        std::uint64_t number;
    };
    const gst::Ref<GBytes> input(g_bytes_new(dot.data(), dot.size()), gst::adopt);
    g_subprocess_communicate_async(
        running.program.get(), input.get(), running.reading.get(),
        [](GObject* source, GAsyncResult* result, gpointer data) {
            const std::unique_ptr<Context> context(static_cast<Context*>(data));
            GBytes* output = nullptr;
            GError* error = nullptr;
            g_subprocess_communicate_finish(G_SUBPROCESS(source), result, &output, nullptr, &error);
            const gst::ErrorPtr owned(error);
            const gst::Ref<GBytes> svg(output, gst::adopt);
            if (!context->token.expired())
                context->self->finish(context->number, svg.get());
        },
        new Context{token_.weak(), this, last_});
}

void Graphviz::finish(std::uint64_t number, GBytes* svg) {
    const auto run = std::move(runs_.extract(number).mapped());
    if (!run->done)
        return; // it was late
    if (!svg || !g_subprocess_get_successful(run->program.get()))
        return run->done(util::Error{"failed", "Graphviz could not draw it"});
    gsize size = 0;
    const auto* text = static_cast<const char*>(g_bytes_get_data(svg, &size));
    run->done(std::string(text, size));
}

} // namespace vitrine::http
