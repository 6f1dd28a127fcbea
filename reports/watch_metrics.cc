// The two formats differ in counters: OpenMetrics names the family without _total and the sample with it,
// the text format 0.0.4 names both with it (OpenMetrics 1.0, "Counter"; Prometheus, "Exposition formats").
#include "reports/watch_metrics.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <iterator>

namespace vnetprobe {

namespace {

class Families {
 public:
  explicit Families(Exposition exposition) : exposition_(exposition) {}

  void gauge(std::string_view name, std::string_view help, double value) {
    head(name, "gauge", help);
    sample(name, "", value);
  }
  void counter(std::string_view name, std::string_view help) {
    name_ = fmt::format("{}_total", name);
    head(exposition_ == Exposition::openmetrics ? std::string(name) : name_, "counter", help);
  }
  void counted(std::string_view labels, double value) { sample(name_, labels, value); }
  void counter(std::string_view name, std::string_view help, double value) {
    counter(name, help);
    counted("", value);
  }
  void add(std::string_view families) { out_ += families; }
  std::string take() && { return std::move(out_); }

 private:
  void head(std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(out_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }
  void sample(std::string_view name, std::string_view labels, double value) {
    fmt::format_to(std::back_inserter(out_), "{}{} {}\n", name, labels, value);
  }

  Exposition exposition_;
  std::string name_{};
  std::string out_{};
};

double number(std::uint64_t n) { return static_cast<double>(n); }

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Up to `mark`, which is taken off the front of `text` too.
std::string_view next_part(std::string_view& text, char mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(part);
}

// The weight of one media range (RFC 9110 12.4.2); 1 where none is given.
double weight(std::string_view parameters) {
  double q = 1;
  while (!parameters.empty()) {
    const std::string_view each = next_part(parameters, ';');
    if (each.starts_with("q=") || each.starts_with("Q=")) {
      const std::string number(each.substr(2));
      q = std::clamp(std::strtod(number.c_str(), nullptr), 0.0, 1.0);
    }
  }
  return q;
}

void add_watch(Families& to, const WatchFacts& facts) {
  to.counter("vnetprobe_watch_runs", "Runs that came to their end, by verdict.");
  for (const auto& [verdict, word] : kNames<Verdict>) {
    const auto found = facts.runs.find(verdict);
    to.counted(fmt::format("{{verdict=\"{}\"}}", word),
               found == facts.runs.end() ? 0 : number(found->second));
  }
  to.gauge("vnetprobe_watch_interval_seconds",
           "From the beginning of a run to the next, give or take a tenth.", facts.every_seconds);
  to.counter("vnetprobe_watch_plan_reloads", "Times that the plan was read again.");
  to.counted("{result=\"taken\"}", number(facts.plans_taken));
  to.counted("{result=\"refused\"}", number(facts.plans_refused));
  to.gauge("vnetprobe_watch_plan_last_reload_successful",
           "0 when the plan that was read last is wrong, and the one before is still in use.",
           facts.last_plan_taken ? 1 : 0);
  to.gauge("vnetprobe_watch_plan_timestamp_seconds", "When the plan in use was read, since 1970.",
           facts.plan_read);
  to.counter("vnetprobe_watch_http_requests", "Requests answered, by status.");
  for (const auto& [status, n] : facts.answers) to.counted(fmt::format("{{code=\"{}\"}}", status), number(n));
  to.counter("vnetprobe_watch_http_clients_turned_away", "Connections closed because there were too many.",
             number(facts.clients_turned_away));
  to.counter("vnetprobe_watch_http_clients_too_slow", "Connections closed because they took too long.",
             number(facts.clients_too_slow));
}

// The names that Prometheus' own client libraries use.
void add_process(Families& to, const WatchFacts& facts) {
  to.counter("process_cpu_seconds", "Total user and system CPU time spent in seconds.", facts.cpu_seconds);
  to.gauge("process_resident_memory_bytes", "Resident memory size in bytes.", number(facts.resident_bytes));
  to.gauge("process_open_fds", "Number of open file descriptors.", number(facts.open_descriptors));
  to.gauge("process_threads", "Number of threads.", number(facts.threads));
  to.gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
           facts.started);
}

}  // namespace

Exposition exposition_wanted(std::string_view accept) {
  double openmetrics = 0, plain = 0;
  while (!accept.empty()) {
    std::string_view range = next_part(accept, ',');
    const std::string_view type = next_part(range, ';');
    const double q = weight(range);
    if (type == "application/openmetrics-text") openmetrics = std::max(openmetrics, q);
    if (type == "text/plain") plain = std::max(plain, q);
  }
  return openmetrics > 0 && openmetrics >= plain ? Exposition::openmetrics : Exposition::text;
}

std::string_view content_type(Exposition exposition) {
  return exposition == Exposition::openmetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                               : "text/plain; version=0.0.4; charset=utf-8";
}

std::string watch_metrics(const WatchFacts& facts, std::string_view report_families, Exposition exposition) {
  Families to(exposition);
  to.add(report_families);
  add_watch(to, facts);
  add_process(to, facts);
  if (exposition == Exposition::openmetrics) to.add("# EOF\n");
  return std::move(to).take();
}

}  // namespace vnetprobe
