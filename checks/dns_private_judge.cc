// A required view must give the private address and nothing else. A reference view is shown, and
// never fails: what it says is proof for or against another (contract 2.1).
#include <algorithm>
#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"
#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

// The AAAA question may fail by itself. Programs that ask for both families may then wait or give
// up, and "nothing else but the private address" is not proved.
bool v6_failed(const NameView& name) {
  switch (name.form.v6_ending) {
    case Ending::addresses:
    case Ending::nodata:
    case Ending::nxdomain:
      return false;
    default:
      return true;
  }
}

std::vector<IpAddress> absent_of(const NameView& name) {
  const std::vector<IpAddress> seen = name.form.addresses();
  std::vector<IpAddress> absent;
  for (const IpAddress& address : name.target->expected)
    if (std::find(seen.begin(), seen.end(), address) == seen.end()) absent.push_back(address);
  return absent;
}

bool v6_open(const NameView& name) {
  return name.form.v6_ending == Ending::interrupted || name.form.v6_ending == Ending::not_asked;
}

// As a required view's.
Status own_status(const NameView& name) {
  if (name.sight == Sight::unknown) return Status::unknown;
  if (name.sight != Sight::right) return Status::fail;
  if (v6_open(name)) return Status::unknown;
  const bool is_whole = !v6_failed(name) && !name.form.truncated_without_tcp;
  return is_whole && absent_of(name).empty() ? Status::pass : Status::warn;
}

std::string words_of_right(const NameView& name, const std::string& seen) {
  if (v6_open(name)) return fmt::format("{}; AAAA was not asked to the end.", seen);
  if (v6_failed(name)) return fmt::format("{}, but the AAAA question was not answered.", seen);
  if (name.form.truncated_without_tcp)
    return fmt::format("{}, but an answer was truncated, and TCP brought no more.", seen);
  const std::vector<IpAddress> absent = absent_of(name);
  if (!absent.empty()) return fmt::format("{}; {} is expected too and not given.", seen, listed(absent));
  return fmt::format("{}.", seen);
}

std::string words_of(const NameView& name) {
  const std::string seen = in_words(name);
  switch (name.sight) {
    case Sight::right:
      return words_of_right(name, seen);
    case Sight::stale:
      return fmt::format("{}; expected is {}.", seen, listed(name.target->expected));
    case Sight::outside_vnet:
      return fmt::format("{}: private, but outside the plan's vnet.", seen);
    case Sight::mixed:
      return fmt::format("{}: private and public addresses in one answer.", seen);
    case Sight::ipv6_public:
      return fmt::format("{}: the AAAA record leads past the private address.", seen);
    case Sight::public_only:
      return fmt::format("{}: a public address.", seen);
    case Sight::special:
      return fmt::format("{}: an address that no endpoint can have.", seen);
    case Sight::unknown:
      return "Not asked to the end.";
    default:
      return fmt::format("{}.", seen);
  }
}

bool is_mere_reference(const Case& run, std::size_t t, std::size_t v, Status status) {
  return status != Status::pass && !run.is_required(t, v);
}

Result judge_name(const Case& run, std::size_t t, std::size_t v) {
  const NameView& name = run.name_view(t, v);
  const Target& target = *name.target;
  Result made = result("dns.private", target.name, target.name);
  made.view = name.view->name;
  made.id = check_id(made.kind, made.target, made.view);
  made.status = dns_private_status(run, t, v);
  made.message = words_of(name);
  if (is_mere_reference(run, t, v, made.status)) made.message = fmt::format("A reference: {}", made.message);
  if (!target.zone.empty()) {
    made.facts.emplace_back("zone", target.zone);
    made.facts.emplace_back(
        "label", std::string(relative_to(target.private_name, target.zone).value_or(target.private_name)));
  }
  made.facts.emplace_back("service", to_string(target.service));
  const std::vector<IpAddress> addresses = name.form.addresses();
  std::vector<std::string> given;  // all of them: programs read this
  given.reserve(addresses.size());
  for (const IpAddress& address : addresses) given.push_back(address.to_string());
  if (given.empty())
    made.facts.emplace_back("answer", in_short(name));
  else
    made.facts.emplace_back("addresses", listed(given, ","));
  for (const FormAnswer* form : {&name.form, &name.private_form}) {
    made.evidence.questions.insert(made.evidence.questions.end(), form->questions.begin(),
                                   form->questions.end());
    made.evidence.lookups.insert(made.evidence.lookups.end(), form->lookups.begin(), form->lookups.end());
  }
  take_times(run, made);
  return made;
}

}  // namespace

bool is_right(const NameView& name) { return own_status(name) == Status::pass; }

Status dns_private_status(const Case& run, std::size_t t, std::size_t v) {
  const Status status = own_status(run.name_view(t, v));
  return is_mere_reference(run, t, v, status) ? Status::warn : status;
}

void judge_dns_private(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    if (run.scope().targets[t].duty != Duty::private_endpoint) continue;
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) results.push_back(judge_name(run, t, v));
  }
}

}  // namespace vnetprobe
