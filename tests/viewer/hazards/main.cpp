// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// hazard NAME with|without: does what webrtcbin does not stand when it ends, with our guard against
// it or without. Says "ready" when it is about to, "left N" when it tells what it left behind, and
// ends with 0 if it ends at all. For HazardsTest.cpp, which kills it otherwise.
#include "gst/Init.hpp"
#include "viewer/hazards/Hazard.hpp"

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace vitrine::hazards {

void sayReady() {
    std::cout << "ready" << std::endl;
}

void sayLeft(int count) {
    std::cout << "left " << count << std::endl;
}

} // namespace vitrine::hazards

int main(int argc, char** argv) {
    using namespace vitrine::hazards;
    constexpr struct {
        std::string_view name;
        void (*run)(Guard);
    } kHazards[] = {
        {"in-callback", endInCallback},          {"under-lock", endUnderLock},
        {"before-answer", endBeforeAnswer},      {"while-negotiating", endWhileNegotiating},
        {"on-agents-thread", endOnAgentsThread},
    };
    const std::string_view name = argc == 3 ? argv[1] : "";
    const std::string_view guard = argc == 3 ? argv[2] : "";
    const vitrine::gst::Library gstreamer;
    for (const auto& hazard : kHazards)
        if (hazard.name == name && (guard == "with" || guard == "without")) {
            hazard.run(guard == "with" ? Guard::With : Guard::Without);
            std::quick_exit(0); // what leaked may still be running
        }
    std::cerr << "usage: hazard NAME with|without\n";
    return 64;
}
