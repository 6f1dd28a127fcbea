#include <fmt/format.h>
#include <span>
#include <string_view>
#include <unordered_map>

#include "checks/az_state.h"
#include "checks/contact_sight.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/public_path.h"

namespace vnetprobe {
namespace {

void take_http_facts(const Contact& contact, Result& made) {
  if (!contact.http || contact.http->outcome != HttpOutcome::answered) return;
  made.facts.emplace_back("status", fmt::format("{}", contact.http->status));
  const std::string code = storage_error_code(*contact.http);
  if (!code.empty()) made.facts.emplace_back("code", code);
}

// What was asked for public names, by the target it was asked for.
struct PublicQuestions {
  explicit PublicQuestions(const Evidence& evidence) {
    for (std::size_t i = 0; i < evidence.questions.size(); ++i)
      if (evidence.questions[i].purpose == DnsPurpose::public_)
        questions[evidence.questions[i].subject].push_back(i);
    for (std::size_t i = 0; i < evidence.lookups.size(); ++i)
      lookups[evidence.lookups[i].subject].push_back(i);
  }

  std::unordered_map<std::string_view, std::vector<std::size_t>> questions{}, lookups{};
};

void take_questions(const Case& run, PublicQuestions& asked, const Target& target, Result& made) {
  made.evidence.questions = asked.questions[target.name];
  for (const std::size_t i : asked.lookups[target.name]) {
    const std::string& name = run.evidence().lookups[i].name;
    if (name == public_host(target) && name != target.name) made.evidence.lookups.push_back(i);
  }
}

Status status_of(PublicSight sight) {
  switch (sight) {
    case PublicSight::refused:
      return Status::pass;
    case PublicSight::open:
      return Status::fail;
    case PublicSight::undecided:
      return Status::warn;
    case PublicSight::unknown:
      break;
  }
  return Status::unknown;
}

Result judge_contact(const Case& run, const Target& target, std::size_t i) {
  const Contact& contact = run.evidence().contacts[i];
  Result made =
      result("public.refused", fmt::format("{}:{}", public_host(target), contact.port), target.name);
  made.address = contact.address.to_string();
  made.id = check_id(made.kind, made.target, made.address);
  made.facts.emplace_back("source", to_string(contact.source));
  made.evidence.contacts.emplace_back(i, ContactPart::all);
  take_http_facts(contact, made);
  const PublicOpinion opinion = public_opinion(run, target, contact);
  made.status = status_of(opinion.sight);
  switch (opinion.sight) {
    case PublicSight::refused:
      made.message = fmt::format("The public endpoint is closed to this host: {}.", opinion.why);
      break;
    case PublicSight::open:
      made.message = fmt::format("The public endpoint serves this host: {}.", opinion.why);
      break;
    case PublicSight::undecided:
      made.message = fmt::format("Not proved either way: {}.", opinion.why);
      break;
    case PublicSight::unknown:
      made.message = fmt::format("Not tried to the end: {}.", opinion.why);
      break;
  }
  return made;
}

Result no_address(const Case& run, std::size_t t) {
  const Target& target = run.scope().targets[t];
  const std::string host = public_host(target);
  Result made =
      result("public.refused", fmt::format("{}:{}", host.empty() ? target.name : host, public_port(target)),
             target.name);
  if (const std::string absent = absent_public_name(run, target); !absent.empty()) {
    made.status = Status::pass;
    made.message = fmt::format("The public endpoint is disabled: {}.", absent);
  } else if (is_unfinished(run, t) || has_public_address(run, t)) {
    made.status = Status::unknown;
    made.message = "Not tried: the run ended first.";
  } else if (target.service == Service::sqlmi) {
    made.status = Status::warn;
    made.message =
        fmt::format("Nobody said for certain whether {} exists: name a public_resolver that can.", host);
  } else {
    made.status = Status::warn;
    made.message = "No public address is known: give public_ip or public_resolver to have it asked.";
  }
  return made;
}

}  // namespace

void judge_public_refused(const Case& run, std::vector<Result>& results) {
  PublicQuestions asked(run.evidence());
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (!has_public_check(target)) continue;
    const std::size_t before = results.size();
    for (const std::size_t i : run.contacts(t, Path::public_path))
      results.push_back(judge_contact(run, target, i));
    if (results.size() == before) results.push_back(no_address(run, t));
    const std::span<Result> made = std::span(results).subspan(before);
    // Where the wire proves nothing, az's word does (contract section 3).
    if (const std::string word = az_closed_word(run, target); !word.empty())
      for (Result& each : made) {
        if (each.status != Status::warn) continue;
        each.status = Status::pass;
        each.message = fmt::format(
            "az says {} {}. On the wire: {}",
            target.service == Service::sqlmi ? "that the public endpoint is" : "publicNetworkAccess", word,
            each.message);
      }
    take_questions(run, asked, target, made.front());
    for (Result& each : made) take_times(run, each);
  }
}

}  // namespace vnetprobe
