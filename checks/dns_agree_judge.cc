// All required views give the same. Compared by the set of addresses: order and rotation are free.
#include <algorithm>
#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"

namespace vnetprobe {
namespace {

Result judge_target(const Case& run, std::size_t t) {
  const Target& target = run.scope().targets[t];
  Result made = result("dns.agree", target.name, target.name);
  made.status = Status::pass;
  std::vector<std::string> said;
  std::optional<std::vector<IpAddress>> first;
  bool same = true;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (!run.is_required(t, v)) continue;
    const NameView& name = run.name_view(t, v);
    const std::string id = check_id("dns.private", target.name, name.view->name);
    if (name.sight == Sight::unknown) {
      made.status = Status::unknown;
      made.message = fmt::format("{} was not asked to the end.", name.view->name);
      return made;
    }
    if (!name.form.has_address()) {
      made.status = Status::skip;
      made.because = id;
      made.message = fmt::format("{} gives no address to compare.", name.view->name);
      return made;
    }
    std::vector<IpAddress> addresses = name.form.addresses();
    std::sort(addresses.begin(), addresses.end());
    said.push_back(fmt::format("{}: {}", name.view->name, listed(addresses)));
    if (first && *first != addresses) same = false;
    if (!first) first = std::move(addresses);
  }
  if (said.empty()) {
    made.status = Status::skip;
    made.message = "No view is required.";
  } else if (same) {
    made.message = said.size() == 1 ? fmt::format("One required view gives {}.", listed(*first))
                                    : fmt::format("{} required views give {}.", said.size(), listed(*first));
  } else {
    made.status = Status::fail;
    made.message = fmt::format("The views differ: {}.", listed(said, "; "));
  }
  return made;
}

}  // namespace

void judge_dns_agree(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
    if (run.scope().targets[t].duty == Duty::private_endpoint) results.push_back(judge_target(run, t));
}

}  // namespace vnetprobe
