#include "tests/checks/matrices.h"

#include <algorithm>
#include <fmt/format.h>

namespace vnetprobe {

const std::vector<std::string>& answers_of_a_server() {
  static const std::vector<std::string> words = {"right",
                                                 "public",
                                                 "no alias",
                                                 "missing",
                                                 "no data",
                                                 "not found",
                                                 "blocked",
                                                 "loop",
                                                 "servfail",
                                                 "refused",
                                                 "formerr",
                                                 "silent",
                                                 "closed",
                                                 "garbage",
                                                 "truncated",
                                                 "interrupted",
                                                 "unasked",
                                                 "10.1.3.77",
                                                 "10.9.9.9",
                                                 "10.1.3.5 10.1.3.77",
                                                 "10.1.3.5 10.9.9.9",
                                                 "10.1.3.5 20.60.1.1",
                                                 "10.1.3.5 2603:1030::1",
                                                 "127.0.0.1"};
  return words;
}

const std::vector<std::string>& few_answers() {
  static const std::vector<std::string> words = {
      "right",  "public",      "no alias", "missing",   "no data",           "not found", "servfail",
      "silent", "interrupted", "unasked",  "10.1.3.77", "10.1.3.5 10.9.9.9", "127.0.0.1"};
  return words;
}

std::string in_one_line(const Report& report) {
  std::string line{to_string(report.verdict)};
  for (const Finding& each : report.findings) {
    line += fmt::format("; {}{} {}", each.severity == Severity::error ? "" : "(warning) ", each.code,
                        each.targets.size() == 1 && each.subject.starts_with(each.targets.front())
                            ? "of the name" + each.subject.substr(each.targets.front().size())
                            : each.subject);
    if (!each.views.empty()) line += fmt::format(" | {}", fmt::join(each.views, ", "));
    if (!each.could_be.empty()) line += fmt::format(" ({} could be)", each.could_be.size());
  }
  std::vector<std::string> ends;
  for (const Result& each : report.checks)
    if (each.status != Status::pass && each.kind != "clock.skew")
      ends.push_back(fmt::format("{}{} {}", each.kind, each.view.empty() ? "" : "@" + each.view,
                                 to_string(each.status)));
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends.empty() ? line : fmt::format("{}; {}", line, fmt::join(ends, ", "));
}

std::string table_of(const std::string& title, const std::vector<std::string>& firsts,
                     const std::vector<std::string>& seconds,
                     const std::function<Story(const std::string&, const std::string&)>& tell) {
  std::string text = title + "\n";
  for (const std::string& first : firsts) {
    std::vector<std::pair<std::string, std::vector<std::string>>> outcomes;
    for (const std::string& second : seconds) {
      std::string line = in_one_line(tell(first, second).assess());
      const auto known = std::find_if(outcomes.begin(), outcomes.end(),
                                      [&](const auto& outcome) { return outcome.first == line; });
      if (known != outcomes.end())
        known->second.push_back(second);
      else
        outcomes.push_back({std::move(line), {second}});
    }
    text += fmt::format("  {}\n", first);
    for (const auto& [line, words] : outcomes)
      text += fmt::format("    {}\n      {}\n", fmt::join(words, " / "), line);
  }
  return text + "\n";
}

}  // namespace vnetprobe
