// Pre-login, encryption and the TLS inside of it are one check: TLS without an answered pre-login
// would prove nothing about a SQL server (azure-facts 6).
#include <fmt/format.h>

#include "checks/contact_finding.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/private_path.h"
#include "checks/sqlmi_sight.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kKind = "sqlmi.prelogin";

std::string right_words(const InstanceSight& sight) {
  return fmt::format("SQL Server {} demands encryption{}; {}, issued by {}.", sight.tds->version,
                     sight.strict ? " and takes TDS 8 alone" : "", sight.tls->version,
                     sight.tls->chain.empty() ? "nobody" : sight.tls->chain.front().issuer);
}

void take_facts(const Case& run, std::size_t t, const Contact& contact, const InstanceSight& sight,
                Result& made) {
  if (sight.tds != nullptr && sight.tds->outcome == TdsOutcome::answered) {
    made.facts.emplace_back("server", sight.tds->version);
    made.facts.emplace_back("encryption", sight.tds->encryption.empty() ? "none" : sight.tds->encryption);
  }
  if (sight.tls != nullptr && !sight.tls->version.empty())
    made.facts.emplace_back("version", sight.tls->version);
  if (sight.tls != nullptr && !sight.tls->chain.empty())
    made.facts.emplace_back("issuer", sight.tls->chain.front().issuer);
  // A fact, and no more: nobody need offer TDS 8. Silence says nothing, it was given little time.
  const Contact* strict = strict_contact(run, t, contact);
  if (strict != nullptr && strict->tds && strict->tds->outcome == TdsOutcome::answered)
    made.facts.emplace_back("tds8", strict->tds->alpn == "tds/8.0" ? "yes" : "yes, without ALPN");
}

void judge_contact(const Case& run, std::size_t t, const Contact& contact, Result& made) {
  const InstanceSight sight = instance_sight(run, t, contact);
  take_facts(run, t, contact, sight, made);
  switch (sight.sight) {
    case TdsSight::fine:
      made.status = Status::pass;
      made.message = right_words(sight);
      return;
    case TdsSight::tls_fault:
      made.status = Status::fail;
      made.message = tls_words(fmt::format("{} port {}", made.address, contact.port), *sight.tls,
                               sight.tls_sight, run.evidence().host.clock);
      return;
    case TdsSight::not_tds:
    case TdsSight::encryption_missing:
    case TdsSight::silent:
    case TdsSight::cut:
      made.status = Status::fail;
      made.message = fmt::format("{} port {} {}.", made.address, contact.port, in_words(sight));
      return;
    case TdsSight::no_connection:
      made.status = Status::skip;
      made.because = check_id("net.connect", made.target, made.address);
      made.message = "No connection.";
      return;
    case TdsSight::unknown:
      made.status = Status::unknown;
      made.message = "Not tried to the end.";
      return;
  }
}

}  // namespace

void judge_sqlmi_prelogin(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    if (!speaks_tds(run.scope().targets[t])) continue;
    const std::vector<std::size_t> contacts = run.contacts(t, Path::private_path);
    const std::vector<IpAddress> left = untried_addresses(run, t);
    if (contacts.empty() && left.empty()) results.push_back(no_contact(run, t, kKind));
    for (const IpAddress& address : left) results.push_back(untried(run, t, address, kKind));
    for (const std::size_t i : contacts) {
      const Contact& contact = run.evidence().contacts[i];
      Result made = contact_result(run, t, i, kKind, ContactPart::tds);
      made.evidence.contacts.emplace_back(i, ContactPart::tls);
      for (const std::size_t s : run.contacts(t, Path::strict))
        if (run.evidence().contacts[s].address == contact.address)
          made.evidence.contacts.emplace_back(s, ContactPart::all);
      judge_contact(run, t, contact, made);
      take_times(run, made);
      results.push_back(std::move(made));
    }
  }
}

}  // namespace vnetprobe
