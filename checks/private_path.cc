#include "checks/private_path.h"

#include <algorithm>
#include <fmt/format.h>

#include "checks/judging.h"

namespace vnetprobe {

bool has_private_path(const Target& target) { return target.duty == Duty::private_endpoint; }

bool is_connected(const Target& target) {
  return has_private_path(target) || target.duty == Duty::destination;
}

Path path_of(const Target& target) {
  return target.duty == Duty::destination ? Path::destination : Path::private_path;
}

bool speaks_https(const Target& target) { return target.port == 443 && !target.tcp_only; }

bool speaks_plain_http(const Target& target) {
  constexpr std::uint16_t kHttp = 80;
  return target.duty == Duty::destination && target.port == kHttp && !target.tcp_only;
}

bool is_usable(const NameView& name) {
  if (name.target->duty == Duty::destination) return name.form.has_address() && name.sight != Sight::special;
  return name.sight == Sight::right;
}

std::string address_suffix(const Contact& contact) {
  return contact.source_detail.starts_with("proxy ") ? "" : contact.address.to_string();
}

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
  made.message = "No required view gives the right private address.";
  bool unfinished = false;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (!run.is_required(t, v)) continue;
    const NameView& name = run.name_view(t, v);
    unfinished |= name.sight == Sight::unknown || is_usable(name);
    if (target.duty == Duty::destination) {
      made.status = Status::fail;
      made.message = fmt::format("No address to connect to: {}.", in_words(name));
      continue;
    }
    if (made.because.empty()) made.because = check_id("dns.private", target.name, name.view->name);
  }
  if (made.status == Status::fail && kind != "net.connect") {
    made.status = Status::skip;
    made.because = check_id("net.connect", made.target, made.address);
    made.message = "No address to connect to.";
  }
  if (unfinished) {
    made.status = Status::unknown;
    made.because.clear();
    made.message = "Not tried: the run ended first.";
  }
  return made;
}

std::vector<IpAddress> untried_addresses(const Case& run, std::size_t t) {
  // Of the many addresses of a host on the Internet one is tried.
  const bool one_will_do = run.scope().targets[t].duty == Duty::destination;
  std::vector<IpAddress> known, untried;
  for (const std::size_t i : run.contacts(t, path_of(run.scope().targets[t])))
    known.push_back(run.evidence().contacts[i].address);
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const NameView& name = run.name_view(t, v);
    if (!name.view->required || !is_usable(name)) continue;
    for (const IpAddress& address : name.form.addresses()) {
      if (untried.size() == kMostContacts || (one_will_do && !known.empty())) return untried;
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
  made.message = target.expected.empty() && run.contacts(t, path_of(target)).size() >= kMostContacts
                     ? fmt::format("Not tried: of a name's addresses {} are.", kMostContacts)
                     : "Not tried: the run ended first.";
  return made;
}

Result contact_result(const Case& run, std::size_t t, std::size_t contact, std::string_view kind,
                      ContactPart part) {
  const Target& target = run.scope().targets[t];
  Result made = result(kind, host_port(target, run.evidence().contacts[contact]), target.name);
  made.address = address_suffix(run.evidence().contacts[contact]);
  made.id = check_id(kind, made.target, made.address);
  made.facts.emplace_back("service", to_string(target.service));
  if (!target.purpose.empty()) made.facts.emplace_back("purpose", target.purpose);
  made.evidence.contacts.emplace_back(contact, part);
  take_times(run, made);
  return made;
}

}  // namespace vnetprobe
