// A required view must give the private address and nothing else. A reference view is shown, and
// never fails: what it says is proof for or against another (contract 2.1).
#include <algorithm>
#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"
#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

struct Opinion {
  Status status = Status::unknown;
  std::string message{};
};

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

Opinion right(const NameView& name) {
  const std::vector<IpAddress> seen = name.form.addresses();
  std::vector<IpAddress> absent;
  for (const IpAddress& address : name.target->expected)
    if (std::find(seen.begin(), seen.end(), address) == seen.end()) absent.push_back(address);
  if (name.form.v6_ending == Ending::interrupted || name.form.v6_ending == Ending::not_asked)
    return {Status::unknown, fmt::format("{}; AAAA was not asked to the end.", in_words(name))};
  if (v6_failed(name))
    return {Status::warn, fmt::format("{}, but the AAAA question was not answered.", in_words(name))};
  if (!absent.empty())
    return {Status::warn,
            fmt::format("{}; {} is expected too and not given.", in_words(name), listed(absent))};
  return {Status::pass, fmt::format("{}.", in_words(name))};
}

Opinion opinion(const NameView& name) {
  const Target& target = *name.target;
  const std::string seen = in_words(name);
  switch (name.sight) {
    case Sight::right:
      return right(name);
    case Sight::stale:
      return {Status::fail, fmt::format("{}; expected is {}.", seen, listed(target.expected))};
    case Sight::outside_vnet:
      return {Status::fail, fmt::format("{}: private, but outside the plan's vnet.", seen)};
    case Sight::mixed:
      return {Status::fail, fmt::format("{}: private and public addresses in one answer.", seen)};
    case Sight::ipv6_public:
      return {Status::fail, fmt::format("{}: the AAAA record leads past the private address.", seen)};
    case Sight::public_only:
      return {Status::fail, fmt::format("{}: a public address.", seen)};
    case Sight::special:
      return {Status::fail, fmt::format("{}: an address that no endpoint can have.", seen)};
    case Sight::unknown:
      return {Status::unknown, "Not asked to the end."};
    default:
      return {Status::fail, fmt::format("{}.", seen)};
  }
}

Result judge_name(const Case& run, std::size_t t, std::size_t v) {
  const NameView& name = run.name_view(t, v);
  const Target& target = *name.target;
  Result made = result("dns.private", target.name, target.name);
  made.view = name.view->name;
  made.id = check_id(made.kind, made.target, made.view);
  Opinion said = opinion(name);
  if (!run.is_required(t, v) && said.status != Status::pass) {
    said.status = Status::warn;
    said.message = fmt::format("A reference: {}", said.message);
  }
  made.status = said.status;
  made.message = said.message;
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

void judge_dns_private(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    if (run.scope().targets[t].duty != Duty::private_endpoint) continue;
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) results.push_back(judge_name(run, t, v));
  }
}

}  // namespace vnetprobe
