// The loop of `watch`: runs in turns, HTTP beside them, signals. Knows no format and no check.
#pragma once

#include <chrono>
#include <span>

#include "probe/model/address.h"
#include "probe/run.h"
#include "probe/watch_desk.h"

namespace vnetprobe {

enum class WatchEnd { asked_to, cannot_listen, wrong_globs };

// Until SIGINT or SIGTERM, which end a run that is under way at once. `every` is from the beginning of a run
// to the beginning of the next, give or take a tenth, so that a fleet that was started at once spreads.
WatchEnd watch(WatchDesk& desk, std::chrono::milliseconds every, const SocketAddress& listen, bool quiet,
               std::span<const Gather> gathers);

}  // namespace vnetprobe
