#include "probe/progress.h"

#include <cstdio>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace vnetprobe {
namespace {

// "12 answers of dc1, 3 connections"
std::string waiting_for(const Gathering& run) {
  std::vector<std::string> parts;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v)
    if (const int pending = run.view_pending(v); pending > 0)
      parts.push_back(fmt::format("{} answers of {}", pending, run.scope().views[v].name));
  int connections = 0;
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
    connections += run.names_pending(t) == 0 ? run.contacts_pending(t) : 0;
  if (connections > 0) parts.push_back(fmt::format("{} connections", connections));
  return parts.empty() ? std::string("the last answers") : fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

ProgressLine::~ProgressLine() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

std::function<void(const Gathering&, Millis)> ProgressLine::callback() const {
  if (!shown_) return {};
  return [](const Gathering& run, Millis elapsed) {
    constexpr std::size_t kWidest = 78;
    fmt::print(
        stderr, "\r\033[K{}",
        fmt::format("{:.1f} s, waiting for {}", elapsed.count() / 1000, waiting_for(run)).substr(0, kWidest));
    std::fflush(stderr);
  };
}

}  // namespace vnetprobe
