// Faults of a managed instance behind a connection that works: what answers is no SQL server, it does
// without encryption, its TLS is wrong, or the ports that Redirect leads to are shut.
#include <fmt/format.h>

#include "checks/contact_finding.h"
#include "checks/judging.h"
#include "checks/private_path.h"
#include "checks/rules.h"
#include "checks/sqlmi_redirect.h"
#include "checks/sqlmi_sight.h"

namespace vnetprobe {
namespace {

std::string_view code_of(const InstanceSight& sight) {
  switch (sight.sight) {
    case TdsSight::not_tds:
      return "sqlmi.not-tds";
    case TdsSight::encryption_missing:
      return "sqlmi.encryption-missing";
    // The pre-login is where the handshake of TDS begins.
    case TdsSight::silent:
      return "tls.silent";
    case TdsSight::cut:
      return "tls.cut";
    case TdsSight::tls_fault:
      return code_of(sight.tls_sight);
    default:
      return "";
  }
}

}  // namespace

void find_wrong_instances(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (!speaks_tds(target)) continue;
    for (const std::size_t i : run.contacts(t, Path::private_path)) {
      const Contact& contact = run.evidence().contacts[i];
      const InstanceSight sight = instance_sight(run, t, contact);
      const std::string_view code = code_of(sight);
      if (code.empty()) continue;
      const std::string where = where_of(target, contact);
      contact_finding(desk, code, "sqlmi.prelogin", t, contact, host_port(target),
                      sight.sight == TdsSight::tls_fault
                          ? tls_words(where, *sight.tls, sight.tls_sight, run.evidence().host.clock)
                          : fmt::format("{} {}.", where, in_words(sight)));
    }
  }
}

void find_blocked_redirects(Diagnosis& desk) {
  for (const Result& result : desk.results()) {
    if (result.kind != "sqlmi.redirect" || result.status != Status::warn) continue;
    Finding& finding = desk.finding("sqlmi.redirect-ports-blocked", result.target);
    if (finding.because.empty())
      finding.because = fmt::format("At {}, whose port 1433 answers: {}", result.address, result.message);
    desk.add_target(finding, result.subject);
    desk.explain(finding, result.id);
  }
}

}  // namespace vnetprobe
