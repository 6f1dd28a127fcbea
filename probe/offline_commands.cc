// Verbs that send nothing.
#include <fmt/format.h>

#include "checks/assess.h"
#include "checks/codes.h"
#include "checks/kinds.h"
#include "probe/azure/regions.h"
#include "probe/commands.h"
#include "probe/files.h"
#include "probe/output.h"
#include "probe/plan_source.h"
#include "reports/formats.h"
#include "reports/read_report.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxReportBytes = 256UL * 1024 * 1024;

std::optional<Report> load_report(const std::string& name) {
  auto text = read_file(name, kMaxReportBytes);
  if (const FileError* error = std::get_if<FileError>(&text)) {
    fmt::print(stderr, "{}\n", error->what);
    return std::nullopt;
  }
  auto read = read_report(std::get<std::string>(text));
  if (const std::string* error = std::get_if<std::string>(&read)) {
    fmt::print(stderr, "{}: {}\n", name, *error);
    return std::nullopt;
  }
  return std::move(std::get<Report>(read));
}

}  // namespace

int judge_command(const Command& command, std::string_view version) {
  if (!outputs_are_right(command)) return kExitUsage;
  std::optional<Report> saved = load_report(command.arguments.front());
  if (!saved) return kExitInput;
  // What the run was told to accept holds, and what is asked for now comes on top.
  Judgement judgement = saved->judgement;
  const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  add(judgement.suppress, command.judgement.suppress);
  add(judgement.skip, command.judgement.skip);
  if (!command.judgement.only.empty()) judgement.only = command.judgement.only;
  if (command.judgement.fail_on != Severity::error) judgement.fail_on = command.judgement.fail_on;
  Assessment assessed = assess(std::move(saved->plan), std::move(saved->evidence), std::move(saved->run),
                               std::move(judgement), std::string(version));
  for (const std::string& glob : assessed.unmatched_globs)
    print_error(fmt::format("--only/--skip {}: matches no check of this report", glob));
  if (!assessed.unmatched_globs.empty()) return kExitUsage;
  return deliver(command, assessed.report);
}

int list_command(const Command& command) {
  const std::string& what = command.arguments.front();
  std::string text;
  if (what == "checks") {
    for (const Kind& each : kinds()) text += fmt::format("{:<16} {}\n", each.id, each.question);
  } else if (what == "findings") {
    for (const Code& each : codes())
      text += fmt::format("{:<32} {:<8} {}\n", each.code, to_string(each.severity), each.title);
  } else if (what == "clouds") {
    for (const auto& [cloud, name] : kNames<Cloud>) text += fmt::format("{}\n", name);
  } else if (what == "regions") {
    for (const Region& each : all_regions())
      text += fmt::format("{:<8} {:<20} {}\n", to_string(each.cloud), each.name, each.geo);
  } else if (what == "formats") {
    for (const Format& each : formats()) text += fmt::format("{:<12} {}\n", each.name, each.what);
  } else {
    print_error(fmt::format("list {}: known are checks, findings, clouds, regions and formats", what));
    return kExitUsage;
  }
  return print_out(text) ? 0 : 1;
}

int plan_command(const Command& command) {
  const SourcedPlan sourced = source_plan(command);
  if (!sourced.plan) return sourced.exit_code;
  if (command.check_only) return 0;
  print_error("printing a plan is not there yet; plan --check validates");
  return kExitUsage;
}

}  // namespace vnetprobe
