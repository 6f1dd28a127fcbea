#include <algorithm>
#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/private_path.h"
#include "checks/sqlmi_redirect.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kKind = "sqlmi.redirect";

Result named_by_host(Result made, const Target& target) {
  made.target = target.name;
  made.id = check_id(kKind, made.target, made.address);
  return made;
}

// "11000, 11250, … refused the connection": ports of one fate together.
std::string ports_words(const Case& run, const std::vector<std::size_t>& sample) {
  std::vector<std::pair<std::string, std::vector<std::string>>> fates;
  for (const std::size_t i : sample) {
    const Contact& contact = run.evidence().contacts[i];
    if (!contact.connect) continue;
    const std::string fate = in_words(*contact.connect);
    if (fates.empty() || fates.back().first != fate) fates.push_back({fate, {}});
    fates.back().second.push_back(fmt::format("{}", contact.port));
  }
  std::vector<std::string> words;
  words.reserve(fates.size());
  for (const auto& [fate, ports] : fates) words.push_back(fmt::format("{} {}", listed(ports), fate));
  return listed(words, "; ");
}

Result judge_address(const Case& run, std::size_t t, const IpAddress& address) {
  const Target& target = run.scope().targets[t];
  Result made = result(kKind, target.name, target.name);
  made.address = address.to_string();
  made.id = check_id(kKind, made.target, made.address);
  const std::vector<std::size_t> sample = redirect_contacts(run, t, address);
  for (const std::size_t i : sample) made.evidence.contacts.emplace_back(i, ContactPart::connect);
  take_times(run, made);
  switch (redirect_sight(run, t, address)) {
    case RedirectSight::let_through:
      made.status = Status::pass;
      made.message =
          fmt::format("Packets to the range 11000 to 11999 come through: {}.", ports_words(run, sample));
      break;
    case RedirectSight::blocked:
      made.status = Status::warn;
      made.message = fmt::format("No sampled port from 11000 to 11999 lets packets through: {}.",
                                 ports_words(run, sample));
      break;
    case RedirectSight::no_connection:
      made.status = Status::skip;
      made.because = check_id("net.connect", host_port(target), made.address);
      made.message = "The instance's own port does not answer either.";
      break;
    case RedirectSight::unknown:
      made.status = Status::unknown;
      made.message = "Not tried to the end.";
      break;
  }
  return made;
}

}  // namespace

void judge_sqlmi_redirect(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (!target.redirects || !has_private_path(target)) continue;
    std::vector<IpAddress> addresses;
    for (const Path path : {Path::redirect, Path::private_path})
      for (const std::size_t i : run.contacts(t, path)) {
        const IpAddress& address = run.evidence().contacts[i].address;
        if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
          addresses.push_back(address);
      }
    const std::vector<IpAddress> left = untried_addresses(run, t);
    if (addresses.empty() && left.empty())
      results.push_back(named_by_host(no_contact(run, t, kKind), target));
    for (const IpAddress& address : addresses) results.push_back(judge_address(run, t, address));
    for (const IpAddress& address : left)
      if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
        results.push_back(named_by_host(untried(run, t, address, kKind), target));
  }
}

}  // namespace vnetprobe
