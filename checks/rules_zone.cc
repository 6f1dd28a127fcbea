// Faults of a zone: not linked, not served, or there under a wrong name.
#include <algorithm>
#include <fmt/format.h>

#include "checks/judging.h"
#include "checks/reserved_names.h"
#include "checks/rules.h"

namespace vnetprobe {
namespace {

// What a zone that nobody serves looks like: public addresses, or for Backup, whose names have no
// public alias, NXDOMAIN (azure-facts 2.3).
bool looks_unserved(const NameView& name) {
  if (name.sight == Sight::public_only) return true;
  return name.target->service == Service::backup &&
         (name.sight == Sight::nxdomain || name.sight == Sight::nodata);
}

std::string soa_words(const ZoneView& zone) {
  if (!zone.asked) return fmt::format("{} knows no SOA", zone.view->name);
  if (zone.owner.empty())
    return fmt::format("SOA {} through {} brings no SOA", zone.zone->name, zone.view->name);
  if (zone.owner == zone.zone->name)
    return fmt::format(
        "SOA {} through {} is answered by the public zone of that name ({}), not by a private one",
        zone.zone->name, zone.view->name, zone.mname);
  return fmt::format("SOA {} through {} is answered by the zone {} ({}): no such zone is served",
                     zone.zone->name, zone.view->name, zone.owner, zone.mname);
}

// The finding covers every required view that shows the same for the same names.
void cover_zone(Diagnosis& desk, Finding& finding, std::size_t z, const std::vector<std::size_t>& views) {
  const Case& run = desk.run();
  for (const std::size_t v : views)
    for (const std::size_t t : run.scope().zones[z].targets)
      if (desk.is_open(t, v) && looks_unserved(run.name_view(t, v)) &&
          run.zone_view(z, v).served != Served::yes)
        desk.cover(finding, t, v);
}

std::optional<std::size_t> first_open(const Diagnosis& desk, std::size_t z, std::size_t v) {
  for (const std::size_t t : desk.run().scope().zones[z].targets)
    if (desk.is_open(t, v) && looks_unserved(desk.run().name_view(t, v))) return t;
  return std::nullopt;
}

// A zone of a wrong name that stands in this view where the right one should, or beside it. One view
// in which it stands in the right one's place makes it an error, whatever the others show.
void report_wrong_name(Diagnosis& desk, std::size_t z, std::size_t v) {
  const ZoneView& zone = desk.run().zone_view(z, v);
  Finding& finding = desk.finding("dns.wrong-zone-name", zone.wrong_name);
  const bool in_its_place = zone.served != Served::yes;
  if (finding.because.empty() || (in_its_place && finding.severity == Severity::warning)) {
    finding.severity = in_its_place ? Severity::error : Severity::warning;
    finding.because = fmt::format("Through {}, {} is served (SOA by {}), and the names live in {}, {}.",
                                  zone.view->name, zone.wrong_name, zone.wrong_mname, zone.zone->name,
                                  in_its_place ? "which is not served" : "which is served too");
  }
  desk.add_view(finding, zone.view->name);
  if (in_its_place) cover_zone(desk, finding, z, desk.direct_views());
}

}  // namespace

void find_unlinked_zones(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t z = 0; z < run.scope().zones.size(); ++z)
    for (const std::size_t v : desk.direct_views())
      if (!run.zone_view(z, v).wrong_name.empty() && run.scope().views[v].required &&
          (run.zone_view(z, v).served == Served::yes || first_open(desk, z, v)))
        report_wrong_name(desk, z, v);

  const std::optional<std::size_t> azure = run.azure_view();
  if (!azure || !run.scope().views[*azure].required) return;
  for (std::size_t z = 0; z < run.scope().zones.size(); ++z) {
    const ZoneView& zone = run.zone_view(z, *azure);
    const std::optional<std::size_t> t = first_open(desk, z, *azure);
    if (zone.served != Served::no || !t) continue;
    Finding& finding = desk.finding("dns.zone-not-linked", zone.zone->name);
    finding.because =
        fmt::format("At 168.63.129.16, {}; {}.", in_words(run.name_view(*t, *azure)), soa_words(zone));
    cover_zone(desk, finding, z, desk.direct_views());
  }
}

void find_reserved_zones(Diagnosis& desk) {
  const Case& run = desk.run();
  for (const ReservedName& each : reserved_names(run)) {
    if (!each.shadowed || !run.scope().views[each.view].required) continue;
    const bool known_as_wrong =
        std::any_of(desk.findings().begin(), desk.findings().end(), [&](const Finding& finding) {
          return finding.code == "dns.wrong-zone-name" && finding.subject == each.name;
        });
    Finding& finding = known_as_wrong ? desk.finding("dns.wrong-zone-name", each.name)
                                      : desk.finding("dns.reserved-zone-linked", each.name);
    const std::string& view = run.scope().views[each.view].name;
    if (finding.because.empty())
      finding.because =
          fmt::format("Through {}, {} is served by {}: every name below it that the zone lacks is gone.",
                      view, each.name, kAzurePrivateMname);
    // Microsoft documents the harm for the VNet of a managed instance (azure-facts 6).
    if (!known_as_wrong && run.plan().managed_instances.empty()) finding.severity = Severity::warning;
    desk.add_view(finding, view);
    desk.explain(finding, check_id("dns.reserved", each.name, view));
  }
}

void find_unserved_zones(Diagnosis& desk) {
  const Case& run = desk.run();
  const std::optional<std::size_t> azure = run.azure_view();
  for (std::size_t z = 0; z < run.scope().zones.size(); ++z)
    for (const std::size_t v : desk.all_views()) {
      const std::optional<std::size_t> t = first_open(desk, z, v);
      if (!t || run.zone_view(z, v).served == Served::yes) continue;
      Finding& finding = desk.finding("dns.zone-not-served", run.scope().zones[z].name);
      if (finding.because.empty()) {
        const std::string at_azure = !azure                             ? "168.63.129.16 was not asked"
                                     : run.health(*azure).is_unusable() ? "168.63.129.16 does not answer here"
                                     : run.zone_view(z, *azure).served == Served::unknown
                                         ? "168.63.129.16 gave no usable answer for the zone"
                                         : "168.63.129.16, asked as a reference, does not serve it either";
        finding.because = fmt::format(
            "Through {}, {}; {}; {}. Asking 168.63.129.16 from the VNet of the forwarder's "
            "target would tell the causes apart.",
            run.scope().views[v].name, in_words(run.name_view(*t, v)), soa_words(run.zone_view(z, v)),
            at_azure);
        finding.could_be = {"the forwarder, or a zone of its own, is missing on the resolver",
                            "the zone is not linked to the VNet that the forwarder asks from"};
      }
      std::vector<std::size_t> views = {v};
      cover_zone(desk, finding, z, views);
    }
}

}  // namespace vnetprobe
