// What judges share: the time that a check took, and lists that stay short in a sentence.
#include "checks/judging.h"

#include <doctest/doctest.h>

#include "probe/plan/expand.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

struct Span {
  double started, duration;
};

// One target asked by two questions and one lookup, and one contact with all of its parts.
Evidence timed() {
  Evidence evidence = blob_at_azure().system().evidence();
  const auto take = [](auto& item, double started, double duration) {
    item.started = Millis(started);
    item.duration = Millis(duration);
  };
  take(evidence.questions[0], 30, 5);
  take(evidence.questions[1], 10, 15);
  take(evidence.lookups[0], 20, 40);
  Contact contact;
  contact.connect.emplace(), contact.tds.emplace(), contact.tls.emplace(), contact.http.emplace();
  take(*contact.connect, 100, 1);
  take(*contact.tds, 110, 2);
  take(*contact.tls, 120, 4);
  take(*contact.http, 130, 8);
  evidence.contacts = {contact, Contact{}};
  return evidence;
}

Span time_of(const EvidenceRefs& refs) {
  const Story story = blob_at_azure().system();
  const Scope scope = expand(story.plan);
  const Evidence evidence = timed();
  const Case run(story.plan, scope, evidence);
  Result made;
  made.evidence = refs;
  take_times(run, made);
  return {made.started.count(), made.duration.count()};
}

void check_time(const EvidenceRefs& refs, Span wanted) {
  const Span span = time_of(refs);
  CHECK(span.started == wanted.started);
  CHECK(span.duration == wanted.duration);
}

EvidenceRefs of_contact(ContactPart part, std::size_t contact = 0) {
  EvidenceRefs refs;
  refs.contacts.emplace_back(contact, part);
  return refs;
}

std::vector<IpAddress> many(std::size_t count) {
  std::vector<IpAddress> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back(*IpAddress::parse("10.1.3." + std::to_string(i)));
  return list;
}

}  // namespace

TEST_CASE("a check lasts from the start of the first to the end of the last that it rests on") {
  check_time({}, {0, 0});
  check_time({.questions = {0}}, {30, 5});
  check_time({.questions = {0, 1}}, {10, 25});
  check_time({.questions = {1, 0}}, {10, 25});
  check_time({.questions = {0}, .lookups = {0}}, {20, 40});
  check_time({.lookups = {0}}, {20, 40});
}

TEST_CASE("of a contact the part counts that the check is about") {
  check_time(of_contact(ContactPart::connect), {100, 1});
  check_time(of_contact(ContactPart::tds), {110, 2});
  check_time(of_contact(ContactPart::tls), {120, 4});
  check_time(of_contact(ContactPart::http), {130, 8});
  check_time(of_contact(ContactPart::all), {100, 38});
  for (const ContactPart part :
       {ContactPart::connect, ContactPart::tds, ContactPart::tls, ContactPart::http, ContactPart::all})
    check_time(of_contact(part, 1), {0, 0});
}

TEST_CASE("a list of addresses is whole up to seventeen; of more it gives sixteen and their number") {
  CHECK(listed(many(2)) == "10.1.3.0, 10.1.3.1");
  CHECK(listed(many(17)).ends_with("10.1.3.15, 10.1.3.16"));
  CHECK(listed(many(18)).ends_with("10.1.3.14, 10.1.3.15, 2 more"));
}

TEST_CASE("a check is named after its kind, its target, and what tells it from its like") {
  CHECK(check_id("dns.private", "a.b") == "dns.private/a.b");
  CHECK(check_id("dns.private", "a.b", "dc1") == "dns.private/a.b@dc1");
}

}  // namespace vnetprobe
