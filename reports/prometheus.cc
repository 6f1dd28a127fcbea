// One text for two readers: the Prometheus text format (0.0.4) and OpenMetrics 1.0. Gauges only, each family
// with its HELP and TYPE before its samples; "# EOF" is the end for the one and a comment for the other.
// Every sample carries `plan`, so that a textfile collector can hold several plans.
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "reports/formats.h"
#include "reports/inert.h"
#include "reports/status_order.h"
#include "reports/view_tally.h"

namespace vnetprobe {

namespace {

using Labels = std::vector<std::pair<std::string_view, std::string>>;

constexpr std::size_t kMaxLabel = 300;

std::string label_value(std::string_view text) {
  std::string out;
  for (const char c : inert(text, kMaxLabel)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

class Exposition {
 public:
  explicit Exposition(const std::string& plan) : plan_(label_value(plan)) {}

  void family(std::string_view name, std::string_view help) {
    name_ = name;
    out_ += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    seen_.clear();
  }

  // The same labels twice would make the whole scrape fail: the first sample stays.
  void sample(const Labels& labels, double value) {
    std::string key = fmt::format("{}{{plan=\"{}\"", name_, plan_);
    for (const auto& [label, text] : labels) key += fmt::format(",{}=\"{}\"", label, label_value(text));
    key += '}';
    if (!seen_.insert(key).second) return;
    out_ += fmt::format("{} {}\n", key, value);
  }

  std::string take() && { return std::move(out_); }

 private:
  std::string plan_;
  std::string name_{};
  std::string out_{};
  std::set<std::string> seen_{};
};

double seconds(Millis duration) { return duration.count() / 1000; }

void run_families(Exposition& to, const Report& report) {
  to.family("vnetprobe_build_info", "Which probe this is; always 1.");
  to.sample({{"version", report.tool_version}}, 1);
  to.family("vnetprobe_verdict", "1 for the verdict of the run, 0 for the others.");
  for (const auto& [verdict, word] : kNames<Verdict>)
    to.sample({{"verdict", std::string(word)}}, report.verdict == verdict ? 1 : 0);
  to.family("vnetprobe_run_timestamp_seconds", "When the run began, since 1970.");
  to.sample({}, static_cast<double>(report.run.started.seconds));
  to.family("vnetprobe_run_duration_seconds", "How long the run took.");
  to.sample({}, seconds(report.run.duration));
  to.family("vnetprobe_run_complete", "0 when the run was cut short.");
  to.sample({}, report.run.complete ? 1 : 0);
  to.family("vnetprobe_not_proved", "Checks that pass without proof.");
  to.sample({}, static_cast<double>(report.not_proved.size()));
}

void finding_families(Exposition& to, const Report& report) {
  std::map<std::pair<Severity, bool>, std::size_t> counted;
  for (const Finding& finding : report.findings) ++counted[{finding.severity, finding.suppressed}];
  to.family("vnetprobe_findings", "Findings by severity, those accepted on purpose apart.");
  for (const auto& [severity, word] : kNames<Severity>)
    for (const bool suppressed : {false, true})
      to.sample({{"severity", std::string(word)}, {"suppressed", suppressed ? "true" : "false"}},
                static_cast<double>(counted[{severity, suppressed}]));
  to.family("vnetprobe_finding", "A finding that stands; always 1.");
  for (const Finding& finding : report.findings)
    to.sample({{"code", finding.code},
               {"subject", finding.subject},
               {"severity", std::string(to_string(finding.severity))},
               {"owner", std::string(to_string(finding.owner))},
               {"suppressed", finding.suppressed ? "true" : "false"}},
              1);
}

void check_families(Exposition& to, const Report& report) {
  const Summary& sum = report.summary;
  to.family("vnetprobe_checks", "Checks by status.");
  const std::pair<Status, std::size_t> counted[] = {{Status::pass, sum.pass},
                                                    {Status::warn, sum.warn},
                                                    {Status::fail, sum.fail},
                                                    {Status::skip, sum.skip},
                                                    {Status::unknown, sum.unknown}};
  for (const auto& [status, n] : counted)
    to.sample({{"status", std::string(to_string(status))}}, static_cast<double>(n));
  const auto labels = [](const Result& check) {
    return Labels{{"id", check.id}, {"kind", check.kind}, {"target", check.target}, {"view", check.view}};
  };
  to.family("vnetprobe_check_state", "0 pass, 1 skip, 2 warn, 3 unknown, 4 fail.");
  for (const Result& check : report.checks) to.sample(labels(check), gravity(check.status));
  to.family("vnetprobe_check_duration_seconds", "How long a check that was run took.");
  for (const Result& check : report.checks)
    if (check.status != Status::skip && check.duration.count() > 0)
      to.sample(labels(check), seconds(check.duration));
}

void resolver_families(Exposition& to, const Report& report) {
  std::vector<ViewTally> views = tallies_of(report, Asked::all);
  std::erase_if(views, [](const ViewTally& tally) { return tally.asked == 0; });
  to.family("vnetprobe_resolver_questions", "Questions put to a view in the run.");
  for (const ViewTally& tally : views) to.sample({{"view", tally.view}}, static_cast<double>(tally.asked));
  to.family("vnetprobe_resolver_answers", "Questions that the view answered in time, whatever it said.");
  for (const ViewTally& tally : views) to.sample({{"view", tally.view}}, static_cast<double>(tally.answered));
}

void certificate_family(Exposition& to, const Report& report) {
  to.family("vnetprobe_certificate_not_after_timestamp_seconds",
            "When the certificate that was shown ends, since 1970.");
  for (const Contact& contact : report.evidence.contacts) {
    if (!contact.tls || contact.tls->chain.empty()) continue;
    to.sample({{"target", fmt::format("{}:{}", contact.target, contact.port)},
               {"address", contact.address.to_string()},
               {"path", std::string(to_string(contact.path))}},
              static_cast<double>(contact.tls->chain.front().not_after.seconds));
  }
}

}  // namespace

std::string prometheus_families(const Report& report) {
  Exposition to(report.plan.name);
  run_families(to, report);
  finding_families(to, report);
  check_families(to, report);
  resolver_families(to, report);
  certificate_family(to, report);
  return std::move(to).take();
}

std::string render_prometheus(const Report& report, const RenderOptions&) {
  return prometheus_families(report) + "# EOF\n";
}

}  // namespace vnetprobe
