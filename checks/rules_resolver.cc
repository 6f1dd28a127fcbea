// Faults of a resolver as a whole: unusable, forwarding nothing, the wrong zone, or only errors.
#include <algorithm>
#include <fmt/format.h>

#include "checks/judging.h"
#include "checks/rule_help.h"
#include "checks/rules.h"

namespace vnetprobe {
namespace {

// The fault is the resolver's: it covers every open name, and `system` where that stands on it.
void cover_all_open(Diagnosis& desk, Finding& finding, std::size_t v) {
  for (std::size_t t = 0; t < desk.run().scope().targets.size(); ++t)
    if (desk.is_open(t, v)) desk.cover(finding, t, v);
  desk.add_view(finding, desk.run().scope().views[v].name);
}

std::string first_answer(const Diagnosis& desk, std::size_t v) {
  for (std::size_t t = 0; t < desk.run().scope().targets.size(); ++t)
    if (desk.is_open(t, v)) return in_words(desk.run().name_view(t, v));
  return "nothing";
}

std::string tries_of(const Diagnosis& desk, const View& view) {
  std::size_t questions = 0, tries = 0;
  for (const DnsQuestion& question : desk.run().evidence().questions)
    if (question.view == view.name) {
      ++questions;
      tries += question.tries.size();
    }
  return fmt::format("{} questions in {} tries", questions, tries);
}

std::string_view code_of_unusable(const ViewHealth& health) {
  if (health.refuses_all()) return "dns.resolver-refused";
  return health.truncated_without_tcp ? "dns.resolver-tcp-blocked" : "dns.resolver-unreachable";
}

std::string named(const View& view) {
  return view.system ? "This host (getaddrinfo)" : fmt::format("{} ({})", view.name, view.server.to_string());
}

bool azure_knows(const Diagnosis& desk, std::size_t azure, std::size_t t) {
  const Case& run = desk.run();
  if (run.name_view(t, azure).is_private()) return true;
  const std::optional<std::size_t> z = run.zone_index(run.scope().targets[t].zone);
  return z && run.zone_view(*z, azure).served == Served::yes;
}

// A public address, or the alias and nothing behind it: either way the answer stops before the record.
bool ends_before_the_record(const NameView& name) {
  return name.sight == Sight::public_only || (name.sight == Sight::nodata && name.through_privatelink());
}

bool looks_unforwarded(const NameView& name) {
  return name.sight == Sight::public_only || name.sight == Sight::nxdomain || name.sight == Sight::nodata;
}

}  // namespace

void find_unusable_resolvers(Diagnosis& desk) {
  const Case& run = desk.run();
  for (const std::size_t v : desk.all_views()) {
    const View& view = run.scope().views[v];
    const ViewHealth& health = run.health(v);
    if (!view.required || !health.is_unusable()) continue;
    // Every question refused and every other silent is still no use; all refused is a rule of its own.
    if (health.refuses_all()) {
      Finding& finding = desk.finding("dns.resolver-refused", view.name);
      finding.because =
          fmt::format("{} ({}) answers REFUSED to every question, the root's SOA among them: {}.", view.name,
                      view.server.to_string(), tries_of(desk, view));
      cover_all_open(desk, finding, v);
      continue;
    }
    if (view.system) {
      // The servers behind it are findings already where they are asked directly.
      const std::vector<std::size_t> behind = run.behind_system();
      std::vector<std::size_t> dead;
      for (const std::size_t b : behind)
        if (run.health(b).is_unusable() && run.scope().views[b].required) dead.push_back(b);
      if (!dead.empty()) {
        for (const std::size_t b : dead)
          cover_all_open(desk, desk.finding(code_of_unusable(run.health(b)), run.scope().views[b].name), v);
        continue;
      }
    }
    Finding& finding = desk.finding(code_of_unusable(health), view.name);
    finding.because =
        view.system
            ? fmt::format("getaddrinfo gives nothing for any name on this host ({}).", first_answer(desk, v))
            : fmt::format("{} ({}) gave no usable answer to {}, the root's SOA among them.", view.name,
                          view.server.to_string(), tries_of(desk, view));
    cover_all_open(desk, finding, v);
  }
  for (const std::size_t v : desk.direct_views()) {
    const View& view = run.scope().views[v];
    if (run.health(v).is_unusable()) continue;
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
      const NameView& name = run.name_view(t, v);
      if (!desk.is_open(t, v) || !name.form.truncated_without_tcp) continue;
      Finding& finding = desk.finding("dns.resolver-tcp-blocked", view.name);
      finding.because =
          fmt::format("{} ({}) truncates its answers over UDP and gives no whole one over TCP port {}.",
                      view.name, view.server.to_string(), view.server.port);
      desk.cover(finding, t, v);
    }
  }
}

// Azure DNS too: a ruleset for the public zone goes past a linked private one (azure-facts 4.7).
void find_wrong_forwarders(Diagnosis& desk) {
  const Case& run = desk.run();
  for (const std::size_t v : desk.direct_views()) {
    const View& view = run.scope().views[v];
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
      if (!desk.is_open(t, v)) continue;
      const NameView& name = run.name_view(t, v);
      // Without the alias the public name would not lead to the record by any forwarder.
      if (!ends_before_the_record(name) || !alias_is_known(run, t) || !name.private_form.has_address())
        continue;
      const std::vector<IpAddress> inside = name.private_form.addresses();
      const bool is_private_inside = std::all_of(inside.begin(), inside.end(), [&](const IpAddress& a) {
        return is_private(classify(a, run.plan().vnet));
      });
      if (!is_private_inside) continue;
      Finding& finding = desk.finding("dns.forwarder-wrong-zone", view.name);
      if (finding.because.empty())
        finding.because = fmt::format(
            "Through {} ({}), {}, but {}: it is the privatelink zone that is forwarded or kept "
            "here, and the answer for the public name never comes by it.",
            view.name, view.server.to_string(), in_words(name.private_form), in_words(name));
      desk.cover(finding, t, v);
    }
  }
}

namespace {

void find_errors_of_some(Diagnosis& desk, const std::vector<std::size_t>& views) {
  const Case& run = desk.run();
  for (const std::size_t v : views) {
    const View& view = run.scope().views[v];
    if (run.health(v).is_unusable()) continue;
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
      if (!desk.is_open(t, v)) continue;
      const NameView& name = run.name_view(t, v);
      if (name.sight != Sight::failed && name.sight != Sight::silent) continue;
      Finding& finding = desk.finding("dns.forwarder-broken", view.name);
      if (finding.because.empty())
        finding.because = fmt::format("{} answers other questions, but {}.", named(view), in_words(name));
      desk.cover(finding, t, v);
    }
  }
}

}  // namespace

void find_broken_forwarders(Diagnosis& desk) { find_errors_of_some(desk, desk.direct_views()); }

void find_errors_of_host(Diagnosis& desk) { find_errors_of_some(desk, desk.all_views()); }

void find_missing_forwarders(Diagnosis& desk) {
  const Case& run = desk.run();
  const std::optional<std::size_t> azure = run.azure_view();
  if (!azure) return;
  for (const std::size_t v : desk.direct_views()) {
    const View& view = run.scope().views[v];
    if (v == *azure) continue;
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
      if (!desk.is_open(t, v) || !looks_unforwarded(run.name_view(t, v)) || !azure_knows(desk, *azure, t))
        continue;
      Finding& finding = desk.finding("dns.forwarder-missing", view.name);
      const NameView& at_azure = run.name_view(t, *azure);
      if (finding.because.empty() || at_azure.sight == Sight::right) {
        const bool better =
            finding.because.empty() || finding.because.find("serves the zone") != std::string::npos;
        if (better)
          finding.because =
              at_azure.is_private()
                  ? fmt::format("Through {} ({}), {}; 168.63.129.16 gives {}.", view.name,
                                view.server.to_string(), in_words(run.name_view(t, v)),
                                listed(at_azure.form.addresses()))
                  : fmt::format("Through {} ({}), {}; 168.63.129.16 serves the zone.", view.name,
                                view.server.to_string(), in_words(run.name_view(t, v)));
      }
      desk.cover(finding, t, v);
    }
  }
}

}  // namespace vnetprobe
