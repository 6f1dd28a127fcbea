// A hosts file that gives a name two addresses makes the C library give both, so a wrong line has to
// go before the right one comes.
#include <algorithm>
#include <fmt/format.h>

#include "checks/codes.h"
#include "checks/dialects.h"
#include "checks/fix_parts.h"
#include "checks/mending.h"
#include "checks/remedy_writers.h"

namespace vnetprobe {
namespace {

// A line would lead to an address where nothing answers, if the resource has no endpoint or does not
// exist.
bool is_about_names(const Finding& finding) {
  if (finding.code == "dns.no-private-endpoint" || finding.code == "dns.name-not-found") return false;
  return finding.code.starts_with("dns.") || finding.code == "backup.ecs-missing" ||
         finding.code == "backup.prot-missing";
}

}  // namespace

FixText fix_in_hosts(const Case& run, const Findings& findings) {
  FixText out;
  std::vector<NameEntry> entries;
  std::vector<std::string> removals, kept, mended;
  for (const Finding* finding : findings) {
    if (!is_about_names(*finding)) {
      out.undecided.push_back(fmt::format("{}: not for hosts{}. {}", headline(*finding),
                                          elsewhere(finding->code), code_row(finding->code).mend));
      continue;
    }
    std::vector<std::size_t> targets = targets_of(run, *finding);
    if (const auto zone = run.zone_index(finding->subject))
      for (const std::size_t t : run.scope().zones[*zone].targets) add_once(targets, t);
    bool whole = !targets.empty();
    for (const std::size_t t : targets) {
      if (run.scope().targets[t].duty != Duty::private_endpoint) continue;
      NameEntry entry = entry_of(run, t, finding->views);
      if (entry.names.empty() || entry.right.empty()) {
        whole = false;
        continue;
      }
      const bool known = std::any_of(entries.begin(), entries.end(),
                                     [&](const NameEntry& e) { return e.names == entry.names; });
      if (!known) entries.push_back(std::move(entry));
    }
    for (const Remedy& remedy : correct_hosts_line(run, *finding))
      if (remedy.as == "sh") add_once(removals, remedy.text);
    const std::vector<NameEntry> ours = entries_of(run, *finding);
    for (const HostsLine& line : hosts_lines_of(run, *finding))
      if (const std::string rest = rest_of_line(line, ours); !rest.empty()) add_once(kept, rest);
    if (whole) {
      ++out.mended;
      mended.push_back(headline(*finding));
    } else {
      out.undecided.push_back(fmt::format(
          "{}: the right address of some name is not known, give it to the plan", headline(*finding)));
    }
  }
  if (!removals.empty()) {
    out.text += "# First take wrong lines out, in a shell:\n";
    for (const std::string& line : removals) out.text += fmt::format("#   {}\n", line);
  }
  if (!kept.empty())
    out.text += fmt::format("# What those lines say of other hosts:\n{}\n", fmt::join(kept, ""));
  if (!entries.empty()) {
    out.text +=
        "# Before you append it again:\n"
        "#   sudo sed -i '/^# BEGIN vnetprobe$/,/^# END vnetprobe$/d' /etc/hosts\n";
    for (const std::string& line : mended) out.text += fmt::format("# {}\n", line);
    out.text += hosts_text(entries) + "\n";
  }
  return out;
}

}  // namespace vnetprobe
