// What would trip a newcomer: these findings explain no failed check. The probe goes direct and is not
// caught by a proxy; programs of this machine may be, and that is all that is said.
#include <algorithm>
#include <fmt/format.h>

#include "checks/judging.h"
#include "checks/rules.h"
#include "probe/model/no_proxy.h"
#include "probe/plan/az_fields.h"

namespace vnetprobe {
namespace {

// A setting that takes https: names of private endpoints are asked over TLS. http_proxy does not count.
bool takes_https(std::string_view setting) {
  const std::string name = az::lower(setting.substr(0, setting.find('=')));
  return name == "https_proxy" || name == "all_proxy";
}

// Programs do not put TDS through a proxy for the web.
bool is_asked_over_https(const Target& target) {
  constexpr std::uint16_t kHttps = 443;
  return target.duty == Duty::private_endpoint && target.service != Service::sqlmi && target.port == kHttps;
}

bool is_silent(const DnsQuestion& question) {
  return question.outcome != DnsOutcome::answered && question.outcome != DnsOutcome::interrupted;
}

}  // namespace

void find_captured_names(Diagnosis& desk) {
  const HostFacts& host = desk.run().evidence().host;
  const auto setting = std::find_if(host.proxies.begin(), host.proxies.end(), takes_https);
  if (setting == host.proxies.end()) return;
  for (const Target& target : desk.run().scope().targets) {
    if (!is_asked_over_https(target) || goes_past_proxy(host.no_proxy, asked_name(target), target.port))
      continue;
    Finding& finding = desk.finding("proxy.captures-private", target.name);
    desk.add_target(finding, target.name);
    finding.because = fmt::format("{} is set, and {}.", *setting,
                                  host.no_proxy.empty()
                                      ? "no_proxy is empty"
                                      : fmt::format("no_proxy ({}) does not cover the name", host.no_proxy));
  }
}

// Whoever answers at 168.63.129.16, with an error too, is Azure DNS or stands in its place: then this may
// well be Azure.
void find_machine_outside_azure(Diagnosis& desk) {
  const Case& run = desk.run();
  const Discovery& discovery = run.evidence().discovery;
  if (!discovery.asked || discovery.instance.problem.empty()) return;
  const std::optional<std::size_t> azure = run.azure_view();
  if (!azure) return;
  const std::string& view = run.scope().views[*azure].name;
  std::size_t asked = 0;
  for (const DnsQuestion& question : run.evidence().questions) {
    if (question.view != view) continue;
    if (!is_silent(question)) return;
    ++asked;
  }
  if (asked == 0) return;
  const std::string& host = run.evidence().host.hostname;
  Finding& finding = desk.finding("env.not-in-azure", host.empty() ? "this machine" : host);
  finding.because =
      fmt::format("168.63.129.16 answers none of {} questions, and instance metadata does not answer: {}.",
                  asked, discovery.instance.problem);
}

}  // namespace vnetprobe
