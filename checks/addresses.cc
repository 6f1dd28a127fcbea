#include "checks/addresses.h"

#include <algorithm>

#include "checks/case.h"
#include "checks/private_path.h"
#include "probe/dns/chain.h"

namespace vnetprobe {
namespace {

const View* view_named(const Scope& scope, const std::string& name) {
  for (const View& view : scope.views)
    if (view.name == name) return &view;
  return nullptr;
}

// Calls use(view, addresses) for each answer about the name that programs ask for.
template <class Use>
void for_answers(const Gathering& run, std::size_t t, const Use& use) {
  const std::string& asked = asked_name(run.scope().targets[t]);
  for (const std::size_t q : run.questions_of(t)) {
    const DnsQuestion& question = run.evidence().questions[q];
    if (question.name != asked || question.outcome != DnsOutcome::answered ||
        question.rcode != rcode::kNoError)
      continue;
    const View* view = view_named(run.scope(), question.view);
    if (view != nullptr) use(*view, follow(question.answers, question.name, question.type).addresses);
  }
  for (const std::size_t l : run.lookups_of(t)) {
    const SystemLookup& lookup = run.evidence().lookups[l];
    const View* view = view_named(run.scope(), lookup.view);
    if (view != nullptr) use(*view, lookup.addresses);
  }
}

void add_once(std::vector<FoundAddress>& list, const IpAddress& address, const std::string& view) {
  const bool known = std::any_of(list.begin(), list.end(),
                                 [&](const FoundAddress& each) { return each.address == address; });
  if (!known) list.push_back({address, view});
}

}  // namespace

std::vector<FoundAddress> right_addresses(const Gathering& run, std::size_t t) {
  const Target& target = run.scope().targets[t];
  const auto is_right = [&](const IpAddress& address) {
    if (target.expected.empty()) return classify(address, run.plan().vnet) == AddressClass::in_vnet;
    return std::find(target.expected.begin(), target.expected.end(), address) != target.expected.end();
  };
  std::vector<FoundAddress> found;
  for_answers(run, t, [&](const View& view, const std::vector<IpAddress>& addresses) {
    if (!view.required || !std::all_of(addresses.begin(), addresses.end(), is_right)) return;
    for (const IpAddress& address : addresses)
      if (!target.expected.empty() || found.size() < kMostContacts) add_once(found, address, view.name);
  });
  return found;
}

asio::awaitable<void> each_right_address(Gathering& run, std::size_t t,
                                         std::function<void(FoundAddress)> use) {
  std::vector<IpAddress> known;
  for (;;) {
    const bool last = run.names_pending(t) == 0;
    for (FoundAddress& found : right_addresses(run, t)) {
      if (std::find(known.begin(), known.end(), found.address) != known.end()) continue;
      known.push_back(found.address);
      use(std::move(found));
    }
    if (last) break;
    co_await run.target_changed(t).changed();
  }
}

std::vector<FoundAddress> any_addresses(const Gathering& run, std::size_t t) {
  std::vector<FoundAddress> found;
  for_answers(run, t, [&](const View& view, const std::vector<IpAddress>& addresses) {
    if (!view.required) return;
    for (const IpAddress& address : addresses)
      if (classify(address, run.plan().vnet) != AddressClass::special) add_once(found, address, view.name);
  });
  return found;
}

std::vector<FoundAddress> public_addresses(const Gathering& run, std::size_t t, bool required_views_only) {
  std::vector<FoundAddress> found;
  for_answers(run, t, [&](const View& view, const std::vector<IpAddress>& addresses) {
    if (required_views_only && !view.required) return;
    for (const IpAddress& address : addresses)
      if (classify(address, run.plan().vnet) == AddressClass::public_internet)
        add_once(found, address, view.name);
  });
  return found;
}

}  // namespace vnetprobe
