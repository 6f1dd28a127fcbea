#include "checks/private_path.h"

#include <algorithm>
#include <fmt/format.h>

#include "checks/judging.h"

namespace vnetprobe {

bool has_private_path(const Target& target) { return target.duty == Duty::private_endpoint; }

bool speaks_https(const Target& target) { return target.port == 443; }

bool speaks_tds(const Target& target) {
  return target.service == Service::sqlmi && target.port == 1433 && has_private_path(target);
}

Result no_contact(const Case& run, std::size_t t, std::string_view kind) {
  const Target& target = run.scope().targets[t];
  Result made = result(kind, host_port(target), target.name);
  if (target.expected.size() == 1) {
    made.address = target.expected.front().to_string();
    made.id = check_id(kind, made.target, made.address);
  }
  made.status = Status::skip;
  bool unfinished = false;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (!run.is_required(t, v)) continue;
    const NameView& name = run.name_view(t, v);
    unfinished |= name.sight == Sight::unknown || name.sight == Sight::right;
    if (made.because.empty()) made.because = check_id("dns.private", target.name, name.view->name);
  }
  made.message = "No required view gives the right private address.";
  if (unfinished) {
    made.status = Status::unknown;
    made.because.clear();
    made.message = "Not tried: the run ended first.";
  }
  return made;
}

std::vector<IpAddress> untried_addresses(const Case& run, std::size_t t) {
  std::vector<IpAddress> known, untried;
  for (const std::size_t i : run.contacts(t, Path::private_path))
    known.push_back(run.evidence().contacts[i].address);
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const NameView& name = run.name_view(t, v);
    if (!name.view->required || name.sight != Sight::right) continue;
    for (const IpAddress& address : name.form.addresses()) {
      if (untried.size() == kMostContacts) return untried;
      if (std::find(known.begin(), known.end(), address) != known.end()) continue;
      known.push_back(address);
      untried.push_back(address);
    }
  }
  return untried;
}

Result untried(const Case& run, std::size_t t, const IpAddress& address, std::string_view kind) {
  const Target& target = run.scope().targets[t];
  Result made = result(kind, host_port(target), target.name);
  made.address = address.to_string();
  made.id = check_id(kind, made.target, made.address);
  made.status = Status::unknown;
  made.message = target.expected.empty() && run.contacts(t, Path::private_path).size() >= kMostContacts
                     ? fmt::format("Not tried: of a name's addresses {} are.", kMostContacts)
                     : "Not tried: the run ended first.";
  return made;
}

Result contact_result(const Case& run, std::size_t t, std::size_t contact, std::string_view kind,
                      ContactPart part) {
  const Target& target = run.scope().targets[t];
  Result made = result(kind, host_port(target, run.evidence().contacts[contact]), target.name);
  made.address = run.evidence().contacts[contact].address.to_string();
  made.id = check_id(kind, made.target, made.address);
  made.facts.emplace_back("service", to_string(target.service));
  made.evidence.contacts.emplace_back(contact, part);
  take_times(run, made);
  return made;
}

}  // namespace vnetprobe
