#include <algorithm>
#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/private_path.h"

namespace vnetprobe {
namespace {

void judge_contact(const Contact& contact, Result& made) {
  if (!contact.connect || contact.connect->outcome == ConnectOutcome::interrupted) {
    made.status = Status::unknown;
    made.message = "Not tried to the end.";
    return;
  }
  const Connect& connect = *contact.connect;
  const std::string where =
      made.address.empty() ? contact.source_detail : fmt::format("{} port {}", made.address, contact.port);
  made.facts.emplace_back("outcome", to_string(connect.outcome));
  if (connect.outcome == ConnectOutcome::connected) {
    made.status = Status::pass;
    made.facts.emplace_back("ms", fmt::format("{:.1f}", connect.duration.count()));
    made.message = fmt::format("{} accepts connections ({:.1f} ms).", where, connect.duration.count());
  } else {
    made.status = Status::fail;
    made.message = fmt::format("{} {}.", where, in_words(connect));
  }
}

// Port 5022 of every address where it was not tried.
void add_untried_links(const Case& run, std::size_t t, std::vector<Result>& results) {
  const std::string target = fmt::format("{}:{}", run.scope().targets[t].name, kMiLinkPort);
  const auto add = [&](Result made) {
    made.target = target;
    made.id = check_id(made.kind, target, made.address);
    results.push_back(std::move(made));
  };
  const std::vector<std::size_t> own = run.contacts(t, Path::private_path),
                                 links = run.contacts(t, Path::mi_link);
  std::vector<IpAddress> addresses = untried_addresses(run, t);
  for (const std::size_t i : own) addresses.push_back(run.evidence().contacts[i].address);
  if (addresses.empty() && links.empty()) add(no_contact(run, t, "net.connect"));
  for (const IpAddress& address : addresses)
    if (std::none_of(links.begin(), links.end(),
                     [&](std::size_t link) { return run.evidence().contacts[link].address == address; }))
      add(untried(run, t, address, "net.connect"));
}

}  // namespace

void judge_net_connect(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    if (!is_connected(run.scope().targets[t])) continue;
    const auto judge = [&](Path path) {
      for (const std::size_t i : run.contacts(t, path)) {
        Result made = contact_result(run, t, i, "net.connect", ContactPart::connect);
        judge_contact(run.evidence().contacts[i], made);
        results.push_back(std::move(made));
      }
    };
    const std::vector<IpAddress> left = untried_addresses(run, t);
    if (run.contacts(t, path_of(run.scope().targets[t])).empty() && left.empty())
      results.push_back(no_contact(run, t, "net.connect"));
    for (const IpAddress& address : left) results.push_back(untried(run, t, address, "net.connect"));
    judge(path_of(run.scope().targets[t]));
    judge(Path::mi_link);
    if (run.scope().targets[t].mi_link) add_untried_links(run, t, results);
  }
}

}  // namespace vnetprobe
