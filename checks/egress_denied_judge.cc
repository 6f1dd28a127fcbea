// A denied account must refuse this client: by the network rule, or by no connection to an address
// that DNS gave in this run. That a 403 may be the account's own firewall and no policy of this
// subnet cannot be told by the wire (azure-facts 5.5), so the message says so.
#include <fmt/format.h>

#include "checks/contact_sight.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/public_path.h"

namespace vnetprobe {
namespace {

void judge_contact(const Case& run, const Target& target, std::size_t i, Result& made) {
  const Contact& contact = run.evidence().contacts[i];
  const PublicOpinion opinion = public_opinion(run, target, contact);
  const bool by_rule = contact.http && contact.http->outcome == HttpOutcome::answered;
  if (by_rule) {
    made.facts.emplace_back("status", fmt::format("{}", contact.http->status));
    const std::string code = storage_error_code(*contact.http);
    if (!code.empty()) made.facts.emplace_back("code", code);
  }
  switch (opinion.sight) {
    case PublicSight::refused:
      made.status = Status::pass;
      made.message =
          fmt::format("Refused: {}{}.", opinion.why,
                      by_rule ? " (by a policy of this subnet or by the account's own firewall)" : "");
      if (run.plan().service_endpoint_policy)
        made.message +=
            " A service endpoint policy belongs to a subnet: that of another one, a managed "
            "instance's above all, is not seen from here.";
      break;
    case PublicSight::open:
      made.status = Status::fail;
      made.message = fmt::format("This account must be refused, and is served: {}.", opinion.why);
      break;
    case PublicSight::undecided:
      made.status = Status::warn;
      made.message = fmt::format("Not proved either way: {}.", opinion.why);
      break;
    case PublicSight::unknown:
      made.status = Status::unknown;
      made.message = "Not tried to the end.";
      break;
  }
}

void judge_no_contact(const Case& run, std::size_t t, Result& made) {
  bool is_private = false;
  std::string said;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const NameView& name = run.name_view(t, v);
    is_private |= name.form.has_address() && name.sight != Sight::public_only;
    if (said.empty() && run.scope().views[v].required) said = in_words(name);
  }
  const bool cut_short = is_unfinished(run, t) || has_public_address(run, t);
  made.status = cut_short ? Status::unknown : Status::warn;
  made.message = made.status == Status::unknown ? "Not tried: the run ended first."
                 : is_private
                     ? fmt::format("Not proved either way: the name leads to no public address ({}).", said)
                     : fmt::format("Not proved either way: {}.", said);
}

}  // namespace

void judge_egress_denied(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (target.duty != Duty::denied_account) continue;
    const std::size_t before = results.size();
    for (const std::size_t i : run.contacts(t, Path::denied)) {
      Result made = result("egress.denied", host_port(target), target.name);
      made.address = run.evidence().contacts[i].address.to_string();
      made.id = check_id(made.kind, made.target, made.address);
      made.evidence.contacts.emplace_back(i, ContactPart::all);
      judge_contact(run, target, i, made);
      results.push_back(std::move(made));
    }
    if (results.size() == before) {
      Result made = result("egress.denied", host_port(target), target.name);
      judge_no_contact(run, t, made);
      results.push_back(std::move(made));
    }
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      const FormAnswer& form = run.name_view(t, v).form;
      EvidenceRefs& refs = results[before].evidence;
      refs.questions.insert(refs.questions.end(), form.questions.begin(), form.questions.end());
      refs.lookups.insert(refs.lookups.end(), form.lookups.begin(), form.lookups.end());
    }
    for (std::size_t r = before; r < results.size(); ++r) take_times(run, results[r]);
  }
}

}  // namespace vnetprobe
