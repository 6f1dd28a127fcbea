// What `watch` tells of itself beside its last report, and in which of the two text formats it is asked.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "probe/model/report.h"

namespace vnetprobe {

struct WatchFacts {
  std::map<Verdict, std::uint64_t> runs{};  // that came to their end
  double every_seconds = 0;
  std::uint64_t plans_taken = 0;    // at a SIGHUP
  std::uint64_t plans_refused = 0;  // wrong ones: the plan before went on
  bool last_plan_taken = true;
  double plan_read = 0;                         // since 1970, the plan that is in use
  std::map<unsigned, std::uint64_t> answers{};  // HTTP, by status
  std::uint64_t clients_turned_away = 0;
  std::uint64_t clients_too_slow = 0;
  // The process
  double started = 0;  // since 1970
  double cpu_seconds = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t open_descriptors = 0;
  std::uint64_t threads = 0;
};

enum class Exposition { text, openmetrics };

// What an Accept header asks for: OpenMetrics where it is wanted at least as much as plain text.
Exposition exposition_wanted(std::string_view accept);
std::string_view content_type(Exposition exposition);

// The whole answer: `report_families` is prometheus_families() of the last report, or "" before there is one.
// Counters are named as each format wants them.
std::string watch_metrics(const WatchFacts& facts, std::string_view report_families, Exposition exposition);

}  // namespace vnetprobe
