// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Promise.hpp"

namespace vitrine::gst {

Ref<GstPromise> makePromise(std::function<void(const GstStructure*)> fn) {
    using Function = std::function<void(const GstStructure*)>;
    auto* promise = gst_promise_new_with_change_func(
        [](GstPromise* changed, gpointer data) {
            if (gst_promise_wait(changed) == GST_PROMISE_RESULT_REPLIED)
                (*static_cast<Function*>(data))(gst_promise_get_reply(changed));
        },
        new Function(std::move(fn)),
        // The notify, not the change function, frees: an unanswered promise is never "changed".
        [](gpointer data) { delete static_cast<Function*>(data); });
    return {promise, adopt};
}

} // namespace vitrine::gst
