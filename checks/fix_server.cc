// What would trip a newcomer: one server, one statement for a zone. So the zones of all findings are
// gathered first and written once, and so are the names.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "checks/codes.h"
#include "checks/dialects.h"
#include "checks/fix_parts.h"
#include "checks/mending.h"
#include "checks/remedy_writers.h"

namespace vnetprobe {
namespace {

constexpr auto kForwarding = std::to_array<std::string_view>(
    {"dns.zone-not-served", "dns.forwarder-missing", "dns.forwarder-wrong-zone", "dns.forwarder-broken"});
constexpr auto kRecords = std::to_array<std::string_view>(
    {"dns.record-missing", "dns.record-hidden-by-fallback", "dns.record-stale", "dns.mixed-addresses",
     "dns.ipv6-public", "backup.ecs-missing", "backup.prot-missing"});

bool is_one_of(std::string_view code, const auto& codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// A server of one's own is among the views; 168.63.129.16 and `system` take no configuration.
bool concerns_a_server(const Case& run, const Finding& finding) {
  return std::any_of(run.scope().views.begin(), run.scope().views.end(), [&](const View& view) {
    return !view.system && !view.azure &&
           std::find(finding.views.begin(), finding.views.end(), view.name) != finding.views.end();
  });
}

bool is_answered_by_azure(const Case& run, const Finding& finding) {
  return std::any_of(run.scope().views.begin(), run.scope().views.end(), [&](const View& view) {
    return view.azure &&
           std::find(finding.views.begin(), finding.views.end(), view.name) != finding.views.end();
  });
}

std::vector<std::size_t> concerned(const Case& run, const Finding& finding) {
  std::vector<std::size_t> targets = targets_of(run, finding);
  if (const auto zone = run.zone_index(finding.subject))
    for (const std::size_t t : run.scope().zones[*zone].targets) add_once(targets, t);
  return targets;
}

// Windows and BIND keep records in zones of their own; where Azure keeps the zone, they have nothing
// to change. The others can hold a single name beside what they forward.
bool can_hold(const Case& run, const Finding& finding, const NameEntry& entry, std::string_view dialect) {
  if (entry.zone.empty() || entry.label.empty() || entry.right.empty()) return false;
  if (dialect == "windows-dns" || dialect == "bind")
    return !is_served_by_azure(run, entry.zone, finding.views);
  return concerns_a_server(run, finding);
}

struct Gathered {
  std::vector<std::string> zones{};
  std::vector<std::string> resolvers{};
  std::vector<NameEntry> entries{};
  std::vector<std::string> forwarded{};  // headlines
  std::vector<std::string> held{};
};

void gather_forwards(const Case& run, const Finding& finding, Gathered& all, FixText& out) {
  for (const std::string& zone : zones_to_forward(run, concerned(run, finding))) add_once(all.zones, zone);
  for (const View& view : run.scope().views)
    if (!view.system && !view.azure &&
        std::find(finding.views.begin(), finding.views.end(), view.name) != finding.views.end())
      add_once(all.resolvers, harmless(fmt::format("{} ({})", view.name, view.server.address.to_string())));
  all.forwarded.push_back(headline(finding));
  ++out.mended;
  if (finding.code == "dns.zone-not-served")
    out.undecided.push_back(
        fmt::format("{}: forwarding helps only where the zone is linked to the network that {} is asked "
                    "from; --as az has "
                    "the link",
                    headline(finding), kAzureDns));
}

void gather_records(const Case& run, const Finding& finding, std::string_view dialect, Gathered& all,
                    FixText& out) {
  bool whole = true;
  bool any = false;
  for (NameEntry& entry : entries_of(run, finding)) {
    if (!can_hold(run, finding, entry, dialect)) {
      whole = false;
      continue;
    }
    any = true;
    const bool known = std::any_of(all.entries.begin(), all.entries.end(),
                                   [&](const NameEntry& e) { return e.names == entry.names; });
    if (!known) all.entries.push_back(std::move(entry));
  }
  if (any) all.held.push_back(headline(finding));
  if (any && is_answered_by_azure(run, finding)) {
    out.undecided.push_back(fmt::format("{}: {} itself answers so, here one server alone is mended; --as az",
                                        headline(finding), kAzureDns));
    return;
  }
  if (any && whole) {
    // BIND's records go into files that named.conf does not hold.
    if (dialect == "bind")
      out.undecided.push_back(fmt::format("{}: the lines go into the zone's own file", headline(finding)));
    else
      ++out.mended;
    return;
  }
  out.undecided.push_back(
      fmt::format("{}: {}", headline(finding),
                  any ? "not every address is known, give them to the plan"
                      : "the zone is not kept by this server, or the right address is not known; --as az"));
}

std::string comments(std::string_view sign, std::string_view first, const std::vector<std::string>& lines) {
  std::string text = fmt::format("{} {}\n", sign, first);
  for (const std::string& line : lines) text += fmt::format("{}   {}\n", sign, line);
  return text;
}

}  // namespace

FixText fix_on_server(const Case& run, const Findings& findings, std::string_view dialect) {
  const std::string_view sign = dialect == "bind" ? "//" : "#";
  FixText out;
  Gathered all;
  for (const Finding* finding : findings) {
    if (is_one_of(finding->code, kForwarding)) {
      gather_forwards(run, *finding, all, out);
    } else if (is_one_of(finding->code, kRecords)) {
      gather_records(run, *finding, dialect, all, out);
    } else if (finding->code == "dns.resolver-refused") {
      const std::vector<Remedy> remedies = let_clients_in(run, *finding);
      const auto found =
          std::find_if(remedies.begin(), remedies.end(), [&](const Remedy& r) { return r.as == dialect; });
      if (found != remedies.end()) {
        out.text += comments(sign, "lets the clients in, for", {headline(*finding)}) + found->text + "\n\n";
        if (dialect != "bind") ++out.mended;
      }
      if (found == remedies.end() || dialect == "bind")
        out.undecided.push_back(fmt::format("{}: {}", headline(*finding), code_row(finding->code).mend));
    } else {
      out.undecided.push_back(fmt::format("{}: not a matter of this server; {}", headline(*finding),
                                          code_row(finding->code).mend));
    }
  }
  if (!all.zones.empty()) {
    out.text += comments(sign, "forwards the zones, for", all.forwarded);
    if (!all.resolvers.empty()) out.text += comments(sign, "on the DNS servers", all.resolvers);
    out.text += fmt::format(
        "{0} {1} answers inside Azure only. On a server outside write the inbound endpoint of a\n"
        "{0} private resolver, or a DNS server in Azure, in its place.\n",
        sign, kAzureDns);
    out.text += forward_text(dialect, all.zones, kAzureDns) + "\n";
    out.undecided.push_back(fmt::format(
        "{} in the text is right for a server inside Azure; one outside forwards to an inbound endpoint",
        kAzureDns));
  }
  if (!all.entries.empty()) {
    out.text += comments(sign, "holds these names, for", all.held);
    out.text += record_text(dialect, all.entries) + "\n";
  }
  return out;
}

}  // namespace vnetprobe
