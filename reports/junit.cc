// Readers of JUnit agree on little more than testsuites, testsuite, testcase and its failure, error and
// skipped; nothing else is used. A suite is a kind of check, a case its id.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "reports/cases.h"
#include "reports/formats.h"
#include "reports/inert.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "reports/xml.h"

namespace vnetprobe {

namespace {

struct Suite {
  std::string kind{};
  std::vector<const TestCase*> cases{};
};

std::string attribute(std::string_view name, std::string_view text) {
  return fmt::format(" {}=\"{}\"", name, escape_markup(inert(text)));
}

std::string seconds(Millis duration) { return fmt::format("{:.4f}", duration.count() / 1000); }

std::string counts_of(const std::vector<const TestCase*>& cases) {
  const auto n = [&cases](auto... outcomes) {
    return std::ranges::count_if(cases, [&](const TestCase* c) { return ((c->outcome == outcomes) || ...); });
  };
  return fmt::format(R"( tests="{}" failures="{}" errors="{}" skipped="{}")", cases.size(),
                     n(Outcome::failed), n(Outcome::undecided), n(Outcome::skipped, Outcome::accepted));
}

Millis sum(const std::vector<const TestCase*>& cases) {
  Millis all{};
  for (const TestCase* each : cases) all += each->duration;
  return all;
}

std::vector<Suite> suites_of(const std::vector<TestCase>& cases) {
  std::vector<Suite> suites;
  for (const TestCase& each : cases) {
    auto found = std::ranges::find(suites, each.kind, &Suite::kind);
    if (found == suites.end()) found = suites.insert(suites.end(), Suite{.kind = each.kind});
    found->cases.push_back(&each);
  }
  return suites;
}

std::string story(const TestCase& each) { return escape_markup(join(story_of(each), "\n")); }

std::string result_of(const TestCase& each) {
  const std::string type = each.finding != nullptr ? each.finding->code : each.kind;
  switch (each.outcome) {
    case Outcome::passed:
      return "";
    case Outcome::failed:
      return fmt::format("      <failure{}{}>{}</failure>\n", attribute("type", type),
                         attribute("message", each.message), story(each));
    case Outcome::undecided:
      return fmt::format("      <error{}{}>{}</error>\n", attribute("type", "undecided"),
                         attribute("message", each.message), story(each));
    case Outcome::accepted: {
      const std::string why = each.finding == nullptr ? "not chosen" : "accepted: " + id_of(*each.finding);
      return fmt::format("      <skipped{}/>\n      <system-out>{}</system-out>\n", attribute("message", why),
                         story(each));
    }
    case Outcome::skipped: {
      const std::string why =
          each.because.empty() ? each.message : each.message + " Waits for " + each.because;
      return fmt::format("      <skipped{}/>\n", attribute("message", why));
    }
  }
  return "";
}

}  // namespace

std::string render_junit(const Report& report, const RenderOptions&) {
  const std::vector<TestCase> cases = cases_of(report);
  std::vector<const TestCase*> all;
  all.reserve(cases.size());
  for (const TestCase& each : cases) all.push_back(&each);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "<testsuites{}{} time=\"{}\">\n", attribute("name", verdict_line(report).text()),
                 counts_of(all), seconds(report.run.duration));
  for (const Suite& suite : suites_of(cases)) {
    fmt::format_to(to, "  <testsuite{}{} time=\"{}\"{}{}>\n", attribute("name", suite.kind),
                   counts_of(suite.cases), seconds(sum(suite.cases)),
                   attribute("timestamp", to_string(report.run.started)),
                   attribute("hostname", report.evidence.host.hostname));
    for (const TestCase* each : suite.cases) {
      const std::string result = result_of(*each);
      fmt::format_to(to, "    <testcase{}{} time=\"{}\"{}", attribute("name", each->id),
                     attribute("classname", suite.kind), seconds(each->duration),
                     result.empty() ? "/>\n" : ">\n");
      if (!result.empty()) fmt::format_to(to, "{}    </testcase>\n", result);
    }
    out += "  </testsuite>\n";
  }
  out += "</testsuites>\n";
  return out;
}

}  // namespace vnetprobe
