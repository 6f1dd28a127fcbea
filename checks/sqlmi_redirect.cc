#include "checks/sqlmi_redirect.h"

#include <algorithm>

namespace vnetprobe {
namespace {

bool is_let_through(const Connect& connect) {
  return connect.outcome == ConnectOutcome::connected || connect.outcome == ConnectOutcome::refused ||
         connect.outcome == ConnectOutcome::reset;
}

// Silence, or a router's word that nobody gets there.
bool is_blocked(const Connect& connect) {
  return connect.outcome == ConnectOutcome::timed_out || connect.outcome == ConnectOutcome::unreachable;
}

}  // namespace

std::vector<std::size_t> redirect_contacts(const Case& run, std::size_t t, const IpAddress& address) {
  std::vector<std::size_t> found;
  for (const std::size_t i : run.contacts(t, Path::redirect))
    if (run.evidence().contacts[i].address == address) found.push_back(i);
  return found;
}

RedirectSight redirect_sight(const Case& run, std::size_t t, const IpAddress& address) {
  const auto contact_of = [&](std::size_t i) -> const Contact& { return run.evidence().contacts[i]; };
  const std::vector<std::size_t> sample = redirect_contacts(run, t, address);
  if (sample.empty()) return RedirectSight::unknown;
  if (std::any_of(sample.begin(), sample.end(), [&](std::size_t i) {
        return contact_of(i).connect && is_let_through(*contact_of(i).connect);
      }))
    return RedirectSight::let_through;
  if (!std::all_of(sample.begin(), sample.end(), [&](std::size_t i) {
        return contact_of(i).connect && is_blocked(*contact_of(i).connect);
      }))
    return RedirectSight::unknown;
  for (const std::size_t i : run.contacts(t, Path::private_path)) {
    const Contact& own = contact_of(i);
    const ConnectOutcome outcome = own.connect ? own.connect->outcome : ConnectOutcome::interrupted;
    if (own.address != address || outcome == ConnectOutcome::interrupted) continue;
    return outcome == ConnectOutcome::connected ? RedirectSight::blocked : RedirectSight::no_connection;
  }
  return RedirectSight::unknown;
}

}  // namespace vnetprobe
