// A newcomer would print and forget. Standard output may close under a sweep of a million names, and
// a line that could not be written is a name that was lost: that ends it, and says so.
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "probe/commands.h"
#include "probe/one_run.h"
#include "probe/output.h"
#include "probe/plan/expand.h"
#include "probe/plan_source.h"
#include "probe/sweep/sweep.h"
#include "reports/sweep_text.h"

namespace vnetprobe {
namespace {

// Rows are handed to the system in blocks; row by row where somebody reads along.
class RowWriter {
 public:
  RowWriter(std::string_view format, bool row_by_row)
      : csv_(format == "csv"), silent_(format == "human"), row_by_row_(row_by_row) {
    if (csv_) out_ = csv_head();
  }

  void write(const std::vector<SweepRow>& rows) {
    if (silent_) return;
    for (const SweepRow& row : rows) csv_ ? append_csv(out_, row) : append_ndjson(out_, row);
    constexpr std::size_t kBlock = 32UL * 1024;
    if (out_.size() >= kBlock || row_by_row_) flush();
  }

  void flush() {
    if (!out_.empty() && failed_ == 0 && std::fwrite(out_.data(), 1, out_.size(), stdout) != out_.size())
      failed_ = errno;
    if (failed_ == 0 && std::fflush(stdout) != 0) failed_ = errno;
    out_.clear();
  }
  int failed() const { return failed_; }

 private:
  std::string out_{};
  bool csv_, silent_;
  bool row_by_row_;
  int failed_ = 0;
};

std::string time_left(const SweepProgress& at) {
  if (at.share <= 0 || at.elapsed.count() < 1000) return {};
  const double seconds = at.elapsed.count() / 1000 * (1 / at.share - 1);
  return fmt::format(", {:.0f} s left", std::ceil(seconds));
}

void show(const SweepProgress& at) {
  const double seconds = std::max(0.001, at.elapsed.count() / 1000);
  say(fmt::format("\r\033[K{} names, {:.0f} a second{}", at.names, static_cast<double>(at.names) / seconds,
                  time_left(at)));
}

// The views of the plan or of --resolver, else those of this host; a sweep asks servers alone.
bool settle_views(const Command& command, Plan& plan) {
  const bool own = !plan.resolvers.empty();
  if (!own) {
    const HostFacts host = read_host_facts({});
    plan.resolvers = default_resolvers(host.nameservers, host.upstreams);
  }
  for (const ResolverPlan& each : plan.resolvers)
    if (!each.address && own && !command.resolvers.empty()) {
      print_error(fmt::format("--resolver {}=system: a sweep asks servers, give their addresses", each.name));
      return false;
    }
  std::erase_if(plan.resolvers, [](const ResolverPlan& each) { return !each.address; });
  if (!plan.resolvers.empty()) return true;
  print_error("no DNS server is known: give --resolver NAME=ADDRESS");
  return false;
}

}  // namespace

int sweep_command(const Command& command, std::string_view) {
  if (command.format != "human" && command.format != "ndjson" && command.format != "csv") {
    print_error(fmt::format("-f {}: a sweep is printed as human, ndjson or csv", command.format));
    return kExitUsage;
  }
  SourcedPlan sourced = source_plan(command);
  if (!sourced.plan) return sourced.exit_code;
  Plan base;
  base.cloud = sourced.plan->cloud;
  base.vnet = std::move(sourced.plan->vnet);
  base.resolvers = std::move(sourced.plan->resolvers);
  if (!settle_views(command, base)) return kExitUsage;

  const std::string& file = command.arguments.front();
  const int fd = file == "-" ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    print_error(fmt::format("{}: {}", file, std::strerror(errno)));
    return kExitInput;
  }

  NetOptions options = run_options(command).net;
  options.adaptive = true;

  RowWriter writer(command.format, ::isatty(STDOUT_FILENO) == 1);
  SweepTally tally;
  bool wrong_lines = false;
  const bool watched = !command.no_progress && !command.quiet && ::isatty(STDERR_FILENO) == 1;
  SweepHands hands;
  hands.on_name = [&](const std::vector<SweepRow>& rows, const std::vector<Finding>& findings) {
    writer.write(rows);
    tally.add(rows, findings);
  };
  hands.on_error = [&](std::uint64_t line, int column, const std::string& what) {
    wrong_lines = true;
    say(fmt::format("{}{}:{}:{}: {}\n", watched ? "\r\033[K" : "", file, line, column, what));
  };
  if (watched) hands.on_progress = show;
  const SweepOutcome outcome = sweep(base, fd, options, hands);
  if (watched) say("\r\033[K");
  writer.flush();
  if (command.format == "human" &&
      !print_out(render_sweep(tally, outcome.duration, options_of_terminal(command))))
    return kExitUndecided;

  if (!outcome.read_error.empty()) print_error(fmt::format("{}: {}", file, outcome.read_error));
  if (!outcome.bug.empty()) print_error(fmt::format("an error of the probe itself: {}", outcome.bug));
  if (writer.failed() != 0) print_error(fmt::format("standard output: {}", std::strerror(writer.failed())));
  if (wrong_lines || !outcome.read_error.empty()) return kExitInput;
  if (tally.has_error()) return 1;
  const bool whole = outcome.bug.empty() && writer.failed() == 0 && !outcome.by_signal;
  return whole && tally.names() > 0 && tally.rows_of(Status::unknown) == 0 ? 0 : kExitUndecided;
}

}  // namespace vnetprobe
