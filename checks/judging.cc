#include "checks/judging.h"

#include <algorithm>
#include <fmt/format.h>

namespace vnetprobe {
namespace {

std::string_view short_word(Ending ending) {
  switch (ending) {
    case Ending::not_asked:
      return "not asked";
    case Ending::addresses:
      return "addresses";
    case Ending::nxdomain:
      return "NXDOMAIN";
    case Ending::nodata:
      return "no data";
    case Ending::servfail:
      return "SERVFAIL";
    case Ending::refused:
      return "REFUSED";
    case Ending::other_rcode:
      return "error";
    case Ending::silent:
      return "silent";
    case Ending::garbage:
      return "garbage";
    case Ending::alias_loop:
      return "alias loop";
    case Ending::blocked:
      return "blocked";
    case Ending::interrupted:
      return "interrupted";
  }
  return "?";
}

void widen(Result& result, Millis started, Millis duration, Millis& end, bool& first) {
  result.started = first ? started : std::min(result.started, started);
  end = first ? started + duration : std::max(end, started + duration);
  first = false;
}

}  // namespace

std::string listed(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

// A sentence is for reading: an answer of thousands stands whole in the evidence.
std::string listed(const std::vector<IpAddress>& addresses, std::string_view between) {
  constexpr std::size_t kMost = 16;
  const std::size_t shown = addresses.size() <= kMost + 1 ? addresses.size() : kMost;
  std::vector<std::string> words;
  words.reserve(shown + 1);
  for (std::size_t i = 0; i < shown; ++i) words.push_back(addresses[i].to_string());
  if (shown < addresses.size()) words.push_back(fmt::format("{} more", addresses.size() - shown));
  return listed(words, between);
}

std::string host_port(const Target& target) { return fmt::format("{}:{}", target.name, target.port); }

std::string host_port(const Target& target, const Contact& contact) {
  return fmt::format("{}:{}", target.name, contact.port);
}

std::string check_id(std::string_view kind, std::string_view target, std::string_view suffix) {
  return suffix.empty() ? fmt::format("{}/{}", kind, target) : fmt::format("{}/{}@{}", kind, target, suffix);
}

Result result(std::string_view kind, std::string_view target, std::string_view subject) {
  Result made;
  made.id = check_id(kind, target);
  made.kind = kind;
  made.target = target;
  made.subject = subject;
  return made;
}

void take_times(const Case& run, Result& result) {
  Millis end{};
  bool first = true;
  const Evidence& evidence = run.evidence();
  for (const std::size_t i : result.evidence.questions)
    widen(result, evidence.questions[i].started, evidence.questions[i].duration, end, first);
  for (const std::size_t i : result.evidence.lookups)
    widen(result, evidence.lookups[i].started, evidence.lookups[i].duration, end, first);
  for (const auto& [i, part] : result.evidence.contacts) {
    const Contact& contact = evidence.contacts[i];
    const bool all = part == ContactPart::all;
    if (contact.connect && (all || part == ContactPart::connect))
      widen(result, contact.connect->started, contact.connect->duration, end, first);
    if (contact.tds && (all || part == ContactPart::tds))
      widen(result, contact.tds->started, contact.tds->duration, end, first);
    if (contact.tls && (all || part == ContactPart::tls))
      widen(result, contact.tls->started, contact.tls->duration, end, first);
    if (contact.http && (all || part == ContactPart::http))
      widen(result, contact.http->started, contact.http->duration, end, first);
  }
  result.duration = first ? Millis{} : end - result.started;
}

std::string in_short(const NameView& name) {
  return name.form.has_address() ? listed(name.form.addresses(), ",")
                                 : std::string(short_word(name.form.ending));
}

std::string in_words(const FormAnswer& form) {
  const std::string way =
      form.aliases.empty() ? std::string{} : fmt::format(" by way of {}", listed(form.aliases, " -> "));
  const std::string proof =
      form.soa ? fmt::format(" (SOA of {}, {})", form.soa->owner.empty() ? "." : form.soa->owner,
                             soa_mname(*form.soa))
               : "";
  switch (form.ending) {
    case Ending::addresses:
      return fmt::format("{} is {}{}", form.name, listed(form.addresses()), way);
    case Ending::nxdomain:
      return fmt::format("{} does not exist: NXDOMAIN{}{}", form.name, way, proof);
    case Ending::nodata:
      return fmt::format("{} has no address{}{}", form.name, way, proof);
    case Ending::silent:
      return fmt::format("{} got no answer", form.name);
    case Ending::blocked:
      return fmt::format("{} is blocked by a DNS security policy{}", form.name, way);
    case Ending::alias_loop:
      return fmt::format("{} is an alias that never ends", form.name);
    default:
      return fmt::format("{} got {}", form.name, short_word(form.ending));
  }
}

std::string in_words(const NameView& name) { return in_words(name.form); }

std::string in_words(const Connect& connect) {
  switch (connect.outcome) {
    case ConnectOutcome::connected:
      return "connected";
    case ConnectOutcome::refused:
      return "refused the connection";
    case ConnectOutcome::timed_out:
      return fmt::format("did not answer within {:.1f} s", connect.duration.count() / 1000);
    case ConnectOutcome::unreachable:
      return fmt::format("cannot be reached ({})", connect.error);
    case ConnectOutcome::reset:
      return "reset the connection";
    case ConnectOutcome::failed:
      return fmt::format("failed ({})", connect.error);
    case ConnectOutcome::interrupted:
      return "was interrupted";
  }
  return "?";
}

}  // namespace vnetprobe
