// A finding belongs where its subject is; a subject that is not in the picture (a resource, a line of the
// hosts file) is found by its targets, and what has none concerns this host.
#include "reports/network_sketch.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "reports/html_text.h"
#include "reports/verdict_line.h"
#include "reports/view_tally.h"
#include "reports/zone_blocks.h"

namespace vnetprobe {

namespace {

std::vector<SketchView> views_of(const Report& report) {
  std::vector<SketchView> views;
  for (const ViewTally& tally : tallies_of(report, Asked::without_public)) {
    SketchView& view = views.emplace_back(SketchView{.name = tally.view,
                                                     .server = tally.server,
                                                     .required = tally.required,
                                                     .asked = tally.asked,
                                                     .answered = tally.answered});
    if (view.asked == 0) continue;
    view.status = view.answered == view.asked ? Status::pass
                  : view.answered == 0        ? Status::fail
                                              : Status::warn;
  }
  return views;
}

std::vector<SketchPort> ports_of(const Report& report, const std::vector<SketchView>& views,
                                 const Block& block) {
  std::vector<SketchPort> ports;
  for (std::size_t v = 0; v < views.size(); ++v) {
    SketchPort port{.view = v};
    std::size_t names = 0;
    std::size_t right = 0;
    bool asked = false;
    std::string words;
    if (const auto served = block.served.find(views[v].name); served != block.served.end()) {
      asked = true;
      const Status status = served->second->status;
      port.status = worse(port.status, status);
      const std::string_view word = served_word(report, *served->second);
      if (word == "no answer") words = "no answer, ";
      if (word.ends_with("served")) words = fmt::format("zone {}, ", word);
    }
    for (const auto& [subject, row] : block.rows) {
      const auto found = row.by_view.find(views[v].name);
      if (found == row.by_view.end()) continue;
      asked = true;
      ++names;
      if (found->second->status == Status::pass) ++right;
      port.status = worse(port.status, found->second->status);
    }
    if (!asked) continue;
    // What a reference view gives is shown, and raises no finding of its own.
    if (!views[v].required && port.status == Status::warn) port.status = Status::skip;
    port.text = fmt::format("{}{} of {} {} right", words, right, names, names == 1 ? "name" : "names");
    ports.push_back(std::move(port));
  }
  return ports;
}

// Nothing can be said of a name by a server that says nothing at all: the trouble is the server's.
bool is_dead(const std::vector<SketchView>& views, const std::string& name) {
  return std::ranges::any_of(
      views, [&name](const SketchView& view) { return view.name == name && view.status == Status::fail; });
}

SketchEndpoint endpoint_of(const std::vector<SketchView>& views, const std::string& subject, const Row& row) {
  SketchEndpoint end{.subject = subject, .label = row.label};
  const bool all_dead =
      std::ranges::all_of(row.by_view, [&](const auto& said) { return is_dead(views, said.first); });
  for (const auto& [view, check] : row.by_view) {
    if (!all_dead && is_dead(views, view)) continue;
    end.status = worse(end.status, check->status);
    const std::string_view text =
        fact(*check, "addresses").empty() ? fact(*check, "answer") : fact(*check, "addresses");
    // Of several answers the wrong one is the news.
    if (end.address.empty() || (check->status == Status::fail && !text.empty())) end.address = text;
  }
  for (const PathColumn& column : kPathColumns) {
    const auto found = row.path.find(column.kind);
    if (found == row.path.end() || column.kind == "public.refused") continue;
    const Result& check = *found->second;
    end.steps.push_back({.word = std::string(column.head), .status = check.status});
    end.status = worse(end.status, check.status);
    if (check.status != Status::fail || !end.trouble.empty()) continue;
    const std::string_view outcome = fact(check, "outcome");
    end.trouble = outcome.empty() ? fmt::format("{} fails", column.head) : std::string(outcome);
    std::ranges::replace(end.trouble, '_', ' ');
  }
  return end;
}

std::vector<SketchService> services_of(const Report& report) {
  struct Kind {
    std::string_view kind, what, good, bad;
  };
  constexpr Kind kKinds[] = {{"entra.signin", "sign-in", "answers", "does not answer as it should"},
                             {"public.refused", "public side", "closed", "open"},
                             {"egress.denied", "must refuse", "refused", "served"}};
  std::vector<SketchService> services;
  for (const Kind& kind : kKinds)
    for (const Result& check : report.checks) {
      if (check.kind != kind.kind) continue;
      const std::string_view text = check.status == Status::pass   ? kind.good
                                    : check.status == Status::fail ? kind.bad
                                    : check.status == Status::warn ? "not proved"
                                                                   : "not asked";
      services.push_back({.subject = check.subject,
                          .what = std::string(kind.what),
                          .text = std::string(text),
                          .status = check.status});
    }
  // What is not well is drawn before there is no more room.
  if (services.size() > kSketchServices)
    std::ranges::stable_sort(services, {}, [](const SketchService& s) { return s.status == Status::pass; });
  return services;
}

class Places {
 public:
  explicit Places(const Sketch& sketch) {
    for (const SketchView& view : sketch.views) views_.insert(view.name);
    for (const SketchZone& zone : sketch.zones) {
      zones_.insert(zone.name);
      for (const SketchEndpoint& end : zone.endpoints) ends_.insert(end.subject);
    }
    for (const SketchService& service : sketch.services) services_.insert(service.subject);
  }

  std::string of(const Finding& finding) const {
    const std::string& subject = finding.subject;
    if (views_.contains(subject)) return "view " + subject;
    if (zones_.contains(subject)) return "zone " + subject;
    const std::string host = subject.substr(0, subject.rfind(':'));
    const bool in_public = finding.code.starts_with("public.") || finding.code.starts_with("egress.") ||
                           finding.code.starts_with("entra.");
    for (const std::string& name : names_of(finding, host)) {
      if (in_public && services_.contains(name)) return "svc " + name;
      if (ends_.contains(name)) return "end " + name;
      if (services_.contains(name)) return "svc " + name;
      if (zones_.contains(name)) return "zone " + name;
    }
    // A vault is where its names are.
    if (finding.code.starts_with("backup."))
      for (const std::string& zone : zones_)
        if (zone.find(".backup.windowsazure.") != std::string::npos) return "zone " + zone;
    return "host";
  }

 private:
  static std::vector<std::string> names_of(const Finding& finding, const std::string& host) {
    // A hosts file and a clock are this host's, whatever names they touch.
    for (const char* own : {"dns.hosts-override", "clock.", "identity.", "proxy.", "env."})
      if (finding.code.starts_with(own)) return {};
    std::vector<std::string> names = {finding.subject, host};
    names.insert(names.end(), finding.targets.begin(), finding.targets.end());
    return names;
  }

  std::set<std::string> views_{}, zones_{}, ends_{}, services_{};
};

}  // namespace

Sketch sketch_of(const Report& report, const std::vector<const Finding*>& findings) {
  Sketch sketch{.host = report.evidence.host.hostname, .views = views_of(report)};
  if (!report.evidence.host.addresses.empty()) sketch.address = report.evidence.host.addresses.front();
  for (const Block& block : blocks_of(report)) {
    SketchZone zone{.name = block.zone, .ports = ports_of(report, sketch.views, block)};
    for (const std::string& subject : block.order) {
      const Row& row = block.rows.at(subject);
      const bool only_public =
          row.by_view.empty() && row.path.size() == 1 && row.path.contains("public.refused");
      if (!only_public) zone.endpoints.push_back(endpoint_of(sketch.views, subject, row));
    }
    if (!zone.endpoints.empty() || !zone.ports.empty()) sketch.zones.push_back(std::move(zone));
  }
  sketch.services = services_of(report);
  const Places places(sketch);
  for (std::size_t n = 0; n < findings.size(); ++n)
    sketch.marks[places.of(*findings[n])].push_back({.number = n + 1, .finding = findings[n]});
  return sketch;
}

}  // namespace vnetprobe
