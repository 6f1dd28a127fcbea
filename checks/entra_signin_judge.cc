#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/sign_in.h"

namespace vnetprobe {
namespace {

Result judge_target(const Case& run, std::size_t t) {
  const Target& target = run.scope().targets[t];
  Result made = result("entra.signin", target.name, target.name);
  const SignIn said = sign_in(run, t);
  if (said.contact) {
    const Contact& contact = run.evidence().contacts[*said.contact];
    made.address = contact.address.to_string();
    made.id = check_id(made.kind, made.target, made.address);
    if (contact.http && contact.http->status != 0)
      made.facts.emplace_back("status", fmt::format("{}", contact.http->status));
  }
  switch (said.sight) {
    case SignInSight::right:
      made.status = Status::pass;
      made.message = fmt::format("Sign-in answers: {}.", said.why);
      break;
    case SignInSight::unknown:
      made.status = Status::unknown;
      made.message = "Not tried to the end.";
      break;
    case SignInSight::overridden:
      made.status = Status::fail;
      made.message = fmt::format("Sign-in has no private endpoint, and {}.", said.why);
      break;
    default:
      made.status = Status::fail;
      made.message = fmt::format("Sign-in does not work: {}.", said.why);
      break;
  }
  for (const std::size_t i : run.contacts(t, Path::sign_in))
    made.evidence.contacts.emplace_back(i, ContactPart::all);
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const FormAnswer& form = run.name_view(t, v).form;
    made.evidence.questions.insert(made.evidence.questions.end(), form.questions.begin(),
                                   form.questions.end());
    made.evidence.lookups.insert(made.evidence.lookups.end(), form.lookups.begin(), form.lookups.end());
  }
  take_times(run, made);
  return made;
}

}  // namespace

void judge_entra_signin(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
    if (run.scope().targets[t].duty == Duty::sign_in) results.push_back(judge_target(run, t));
}

}  // namespace vnetprobe
