// Faults of one record: missing, stale, hidden, mixed, blocked, overridden by the hosts file.
#include <algorithm>
#include <fmt/format.h>

#include "checks/judging.h"
#include "checks/rule_help.h"
#include "checks/rules.h"
#include "probe/dns/chain.h"

namespace vnetprobe {
namespace {

template <class Wants>
void for_open(const Diagnosis& desk, const std::vector<std::size_t>& views, const Wants& wants) {
  for (std::size_t t = 0; t < desk.run().scope().targets.size(); ++t)
    for (const std::size_t v : views)
      if (desk.is_open(t, v)) wants(t, v, desk.run().name_view(t, v));
}

bool zone_is_served(const Case& run, const NameView& name, std::size_t v) {
  const std::optional<std::size_t> z = run.zone_index(name.target->zone);
  return z && run.zone_view(*z, v).served == Served::yes;
}

// The public name itself is denied, by a zone that is not the private one: the chain never came as
// far as the private record.
bool is_denied_in_public(const NameView& name) {
  return name.target->two_forms && !name.through_privatelink() && name.form.soa &&
         !is_private_soa(*name.form.soa, name.target->zone);
}

void say_once(Finding& finding, std::string text) {
  if (finding.because.empty()) finding.because = std::move(text);
}

std::string expectation(const NameView& name) {
  return name.target->expected.empty() ? "no address is expected by the plan"
                                       : fmt::format("expected is {}", listed(name.target->expected));
}

// The private zone that the chain passes, one that the plan does not name as well; "" without any.
std::string zone_on_the_way(const NameView& name) {
  for (const std::string& alias : name.form.aliases)
    if (const std::size_t dot = alias.find(".privatelink."); dot != std::string::npos)
      return alias.substr(dot + 1);
  return {};
}

// The address is none that any direct required view gives for this name.
bool no_view_gives(const Case& run, std::size_t t, const IpAddress& address) {
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const NameView& name = run.name_view(t, v);
    if (name.view->system || !name.view->required) continue;
    const std::vector<IpAddress> given = name.form.addresses();
    if (std::find(given.begin(), given.end(), address) != given.end()) return false;
  }
  return true;
}

bool is_wrong_pin(const Case& run, std::size_t t, const HostsLine& line) {
  const Target& target = run.scope().targets[t];
  if (!target.expected.empty())
    return std::find(target.expected.begin(), target.expected.end(), line.address) == target.expected.end();
  const bool other_views = std::any_of(run.scope().views.begin(), run.scope().views.end(),
                                       [](const View& view) { return !view.system && view.required; });
  if (!other_views) return !is_private(classify(line.address, run.plan().vnet));
  return no_view_gives(run, t, line.address);
}

}  // namespace

void find_hosts_overrides(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (!run.scope().views[v].system || !run.scope().views[v].required) continue;
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
      const NameView& name = run.name_view(t, v);
      if (name.target->duty != Duty::private_endpoint || !name.form.has_address()) continue;
      const std::vector<IpAddress> given = name.form.addresses();
      for (const HostsLine& line : run.evidence().host.hosts_lines) {
        const bool names_it =
            std::find(line.names.begin(), line.names.end(), name.form.name) != line.names.end();
        const bool is_used = std::find(given.begin(), given.end(), line.address) != given.end();
        if (!names_it || !is_used || !is_wrong_pin(run, t, line)) continue;
        Finding& finding = desk.finding("dns.hosts-override", fmt::format("{}:{}", line.file, line.line));
        say_once(finding, fmt::format("{} line {} pins {} to {}; {}.", line.file, line.line, name.form.name,
                                      line.address.to_string(), expectation(name)));
        desk.cover(finding, t, v);
      }
    }
  }
}

void find_blocked_names(Diagnosis& desk) {
  for_open(desk, desk.direct_views(), [&](std::size_t t, std::size_t v, const NameView& name) {
    if (name.sight != Sight::blocked) return;
    Finding& finding = desk.finding("dns.blocked-by-policy", name.target->name);
    say_once(finding, fmt::format("Through {}, {}.", name.view->name, in_words(name)));
    desk.cover(finding, t, v);
  });
}

// At a server, or of this host what no server shows: a cache or another source of nsswitch.conf.
void find_wrong_addresses(Diagnosis& desk) {
  const Case& run = desk.run();
  for_open(desk, desk.all_views(), [&](std::size_t t, std::size_t v, const NameView& name) {
    std::string_view code;
    std::string text;
    switch (name.sight) {
      case Sight::mixed:
        code = "dns.mixed-addresses";
        text = fmt::format("Through {}, {}.", name.view->name, in_words(name));
        break;
      case Sight::ipv6_public:
        code = "dns.ipv6-public";
        text = fmt::format("Through {}, {}: the AAAA record is public.", name.view->name, in_words(name));
        break;
      case Sight::stale:
      case Sight::outside_vnet:
      case Sight::special: {
        const bool known = !name.target->expected.empty();
        code = known ? "dns.record-stale" : "dns.address-outside-vnet";
        text = fmt::format(
            "Through {}, {}; {}{}.", name.view->name, in_words(name), expectation(name),
            zone_is_served(run, name, v) ? fmt::format(", and {} is served", name.target->zone) : "");
        break;
      }
      default:
        return;
    }
    Finding& finding = desk.finding(code, name.target->name);
    say_once(finding, std::move(text));
    // Public DNS knows a managed instance by its own private address (azure-facts 6).
    if (name.sight == Sight::stale && name.target->service == Service::sqlmi && name.target->two_forms &&
        !zone_is_served(run, name, v) && finding.could_be.empty())
      finding.could_be = {
          fmt::format("{} is not linked or not forwarded, and public DNS gives the address of "
                      "the instance itself",
                      name.target->zone),
          "the record is of an endpoint that is no more"};
    desk.cover(finding, t, v);
  });
}

void find_resources_without_endpoint(Diagnosis& desk) {
  for_open(desk, desk.direct_views(), [&](std::size_t t, std::size_t v, const NameView& name) {
    const bool judged_by_chain = name.target->two_forms || name.target->zone.empty();
    if (name.sight != Sight::public_only || !judged_by_chain) return;
    if (alias_is_known(desk.run(), t) || !zone_on_the_way(name).empty()) return;
    // A service outside the catalogue has no resource name but its host.
    const Target& target = *name.target;
    Finding& finding =
        desk.finding("dns.no-private-endpoint", target.resource.empty() ? target.name : target.resource);
    say_once(finding, fmt::format("Through {}, {}: no privatelink alias stands in the chain.",
                                  name.view->name, in_words(name)));
    desk.cover(finding, t, v);
  });
}

// A public address without the alias, and what this view keeps under the private name explains nothing.
// Where another view was shown the alias the answers contradict each other, and nothing in this run says
// which one is old. Else this is of programs on this host, to whom no server told it.
void find_contradicting_chains(Diagnosis& desk) {
  for_open(desk, desk.all_views(), [&](std::size_t t, std::size_t v, const NameView& name) {
    const Target& target = *name.target;
    if (name.sight != Sight::public_only || target.service == Service::backup) return;
    // A name of one's own, say, that is an alias of an endpoint's: the plan names no zone of it.
    if (const std::string zone = zone_on_the_way(name); !zone.empty()) {
      Finding& finding = desk.finding("dns.zone-not-served", zone);
      say_once(finding, fmt::format("Through {}, {}: the chain passes {}, and ends in public DNS.",
                                    name.view->name, in_words(name), zone));
      finding.could_be = {"the forwarder, or a zone of its own, is missing on the resolver",
                          "the zone is not linked to the VNet that the forwarder asks from",
                          "the zone has no record of the name, and its link falls back to public DNS"};
      desk.cover(finding, t, v);
      return;
    }
    const bool known = alias_is_known(desk.run(), t);
    Finding& finding =
        desk.finding("dns.no-private-endpoint", target.resource.empty() ? target.name : target.resource);
    say_once(finding, fmt::format("Through {}, {}: no privatelink alias stands in the chain{}.",
                                  name.view->name, in_words(name),
                                  known ? ", though another view was shown one. The resource's private "
                                          "endpoint connections would tell which answer is old"
                                        : ""));
    if (known && finding.could_be.empty())
      finding.could_be = {
          "the private endpoint was approved or removed a moment ago, and one of the answers "
          "is still from a cache",
          "the other view's resolver answers from a zone of its own"};
    desk.cover(finding, t, v);
  });
}

void find_missing_records(Diagnosis& desk) {
  const Case& run = desk.run();
  for_open(desk, desk.direct_views(), [&](std::size_t t, std::size_t v, const NameView& name) {
    if (!zone_is_served(run, name, v)) return;
    const Target& target = *name.target;
    if (name.sight == Sight::nxdomain || name.sight == Sight::nodata) {
      if (is_denied_in_public(name) || name.private_form.has_address()) return;
      // The vault's own gaps are findings about the vault (contract 5).
      const bool of_vault = target.role != Role::none && !target.vault.empty();
      const std::string_view code = !of_vault                  ? "dns.record-missing"
                                    : target.role == Role::ecs ? "backup.ecs-missing"
                                                               : "backup.prot-missing";
      Finding& finding = desk.finding(code, of_vault ? target.vault : target.name);
      say_once(finding, fmt::format("Through {}, {} is served, and {}.", name.view->name, target.zone,
                                    in_words(name)));
      if (of_vault) desk.explain(finding, check_id("backup.records", target.vault));
      desk.cover(finding, t, v);
      // Backup's names have no public alias: a public address is not theirs however it came about.
    } else if (name.sight == Sight::public_only &&
               (alias_is_known(run, t) || target.service == Service::backup)) {
      const bool inside = name.private_form.has_address() &&
                          is_private(classify(name.private_form.addresses().front(), run.plan().vnet));
      if (inside) return;  // the record is there: the forwarder goes past it
      Finding& finding = desk.finding("dns.record-hidden-by-fallback", target.name);
      say_once(
          finding,
          fmt::format("Through {}, {} is served, yet {}: the zone has no record of it, and the link falls "
                      "back to public DNS.",
                      name.view->name, target.zone, in_words(name)));
      desk.cover(finding, t, v);
    }
  });
}

void find_missing_names(Diagnosis& desk) {
  const Case& run = desk.run();
  for_open(desk, desk.all_views(), [&](std::size_t t, std::size_t v, const NameView& name) {
    if (name.target->service == Service::backup ||
        (name.sight != Sight::nxdomain && name.sight != Sight::nodata))
      return;
    Finding& finding = desk.finding("dns.name-not-found", name.target->name);
    const std::size_t public_count = static_cast<std::size_t>(std::count_if(
        run.evidence().questions.begin(), run.evidence().questions.end(), [&](const DnsQuestion& q) {
          return q.purpose == DnsPurpose::public_ && q.name == name.target->public_name &&
                 q.rcode == rcode::kNoError && !q.answers.empty();
        }));
    if (public_count > 0)
      finding.could_be = {"the resolver keeps a zone of its own that hides the public name",
                          "the resource was deleted a moment ago"};
    say_once(finding, fmt::format("Through {}, {}.", name.view->name, in_words(name)));
    desk.cover(finding, t, v);
  });
}

// Programs on this host are told the same as the servers behind tell us: one cause, one finding.
void fold_system_view(Diagnosis& desk) {
  const Case& run = desk.run();
  std::vector<std::size_t> behind = run.behind_system();
  if (behind.empty()) behind = desk.direct_views();
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (!run.scope().views[v].system) continue;
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
      if (!desk.is_open(t, v)) continue;
      const NameView& here = run.name_view(t, v);
      for (const std::size_t b : behind) {
        const NameView& there = run.name_view(t, b);
        const bool same = here.sight == there.sight ||
                          // getaddrinfo tells an error and a silence with one word
                          ((here.sight == Sight::silent || here.sight == Sight::failed) &&
                           (there.sight == Sight::silent || there.sight == Sight::failed)) ||
                          // and a name without an address like a name that does not exist
                          ((here.sight == Sight::nxdomain || here.sight == Sight::nodata) &&
                           (there.sight == Sight::nxdomain || there.sight == Sight::nodata ||
                            there.sight == Sight::blocked));
        if (!same) continue;
        for (const std::size_t f : desk.covering(t, b)) desk.cover(desk.findings()[f], t, v);
        if (!desk.is_open(t, v)) break;
      }
    }
  }
}

void find_unstable_names(Diagnosis& desk) {
  const Case& run = desk.run();
  const auto& questions = run.evidence().questions;
  for (const DnsQuestion& again : questions) {
    if (again.purpose != DnsPurpose::again || again.outcome == DnsOutcome::interrupted) continue;
    const auto first = std::find_if(questions.begin(), questions.end(), [&](const DnsQuestion& q) {
      return q.purpose == DnsPurpose::target && q.view == again.view && q.name == again.name &&
             q.type == again.type;
    });
    if (first == questions.end() || first->outcome == DnsOutcome::interrupted) continue;
    const std::optional<std::size_t> t = run.target_index(again.subject), v = run.view_index(again.view);
    if (!t || !v) continue;
    if (!run.is_required(*t, *v) || run.health(*v).is_unusable())
      continue;  // a resolver that answers nothing is not unstable
    const auto addresses = [](const DnsQuestion& q) { return follow(q.answers, q.name, q.type).addresses; };
    const auto are_public = [&](const std::vector<IpAddress>& list) {
      return !list.empty() && std::all_of(list.begin(), list.end(), [&](const IpAddress& a) {
        return classify(a, run.plan().vnet) == AddressClass::public_internet;
      });
    };
    const std::vector<IpAddress> before = addresses(*first), after = addresses(again);
    // Rotation of public addresses is normal, and errors are one class (contract 5).
    const auto is_error = [](const DnsQuestion& q) {
      return q.outcome != DnsOutcome::answered || (q.rcode != rcode::kNoError && q.rcode != rcode::kNxDomain);
    };
    if (is_error(*first) && is_error(again)) continue;
    const bool same_class = is_error(*first) == is_error(again) && first->rcode == again.rcode;
    if (same_class && (before == after || (are_public(before) && are_public(after)))) continue;
    Finding& finding = desk.finding("dns.unstable", again.subject);
    const auto words = [&](const DnsQuestion& q, const std::vector<IpAddress>& list) {
      return !list.empty()                       ? listed(list)
             : q.outcome == DnsOutcome::answered ? fmt::format("rcode {}", q.rcode)
                                                 : std::string(to_string(q.outcome));
    };
    say_once(finding, fmt::format("{} through {} gave {} first and {} a moment later.", again.name,
                                  again.view, words(*first, before), words(again, after)));
    if (desk.is_open(*t, *v)) desk.cover(finding, *t, *v);
    desk.add_target(finding, again.subject);
    desk.add_view(finding, again.view);
  }
}

// Views that differ although each is right by itself: without an expected address nobody can say
// which of them is.
void find_disagreement(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    const std::string id = check_id("dns.agree", target.name);
    if (!desk.has_failed(id)) continue;
    bool covered = false;
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) covered |= !desk.covering(t, v).empty();
    if (covered) continue;
    Finding& finding = desk.finding("dns.record-stale", target.name);
    std::vector<std::string> said;
    for (std::size_t v = 0; v < run.scope().views.size(); ++v)
      if (run.is_required(t, v)) {
        said.push_back(fmt::format("{} gives {}", run.scope().views[v].name, in_short(run.name_view(t, v))));
        desk.add_view(finding, run.scope().views[v].name);
      }
    say_once(finding,
             fmt::format(
                 "The required views differ: {}. The address of the endpoint's network interface, given as "
                 "ip, would tell which is stale.",
                 listed(said, "; ")));
    desk.add_target(finding, target.name);
    desk.explain(finding, id);
  }
}

}  // namespace vnetprobe
