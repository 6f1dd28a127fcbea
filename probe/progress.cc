#include "probe/progress.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "probe/output.h"
#include "reports/text.h"

namespace vnetprobe {
namespace {

// "12 answers of dc1, 3 connections", "mystorage01.blob.core.windows.net"
std::string waiting_for(const Gathering& run) {
  std::vector<std::string> parts;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v)
    if (const int pending = run.view_pending(v); pending > 0)
      parts.push_back(fmt::format("{} of {}", count_of(static_cast<std::size_t>(pending), "answer"),
                                  run.scope().views[v].name));
  int connections = 0;
  std::vector<std::string> silent;
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const int pending = run.names_pending(t) == 0 ? run.contacts_pending(t) : 0;
    connections += pending;
    if (pending > 0) silent.push_back(run.scope().targets[t].name);
  }
  if (silent.size() == 1)
    parts.push_back(silent.front());
  else if (connections > 0)
    parts.push_back(fmt::format("{} connections", connections));
  return parts.empty() ? std::string("the last answers") : fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

ProgressLine::ProgressLine(const Command& command) {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::strcmp(terminal, "dumb") == 0;
  shown_ = !command.no_progress && !command.quiet && !dumb && ::isatty(STDERR_FILENO) == 1;
}

ProgressLine::~ProgressLine() {
  if (shown_) say("\r\033[K");
}

std::function<void(const Gathering&, Millis)> ProgressLine::callback() const {
  if (!shown_) return {};
  return [](const Gathering& run, Millis elapsed) {
    constexpr std::size_t kWidest = 78;
    const std::string line =
        clean(fmt::format("{:.1f} s, waiting for {}", elapsed.count() / 1000, waiting_for(run)));
    say("\r\033[K" + chop(line, kWidest).front());
  };
}

}  // namespace vnetprobe
