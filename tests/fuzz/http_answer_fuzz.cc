// An HTTP answer as it comes from whoever intercepts the connection, head and body. However it is cut into
// pieces it reads the same; and whatever it says, a refusal and a service are only what azure-facts 5 says
// they are.
#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "checks/assess.h"
#include "checks/case.h"
#include "checks/clock.h"
#include "checks/contact_sight.h"
#include "checks/judges.h"
#include "checks/vault_path.h"
#include "probe/net/clean_text.h"
#include "probe/net/http_reply.h"
#include "probe/plan/expand.h"
#include "tests/fuzz/must.h"
#include "tests/support/story.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxBody = 4096;

// A storage account, a key vault, a denied account, a Service Bus and the sign-in.
Story story_of_doors() {
  Story story;
  story.view("azure", "168.63.129.16")
      .account("mystorage01", "10.1.3.5")
      .key_vault("vyelazurekeyvault", "10.1.4.4");
  story.denied("exfilcanary01").endpoint("ns1.servicebus.windows.net", "10.1.5.4").sign_in();
  return story;
}

// The same answer at every door. Nothing of it stays from one input to the next: libFuzzer would take that
// for a leak.
struct Doors {
  Story story = story_of_doors();
  Scope scope = expand(story.plan);
  Evidence evidence = story.evidence();
  Case run{story.plan, scope, evidence};

  void answer(const Http& http) {
    for (Contact& contact : evidence.contacts)
      if (contact.http) contact.http.emplace(http);
  }
};

Http read(std::string_view text, std::size_t at_once) {
  HttpReply reply(false, kMaxBody);
  std::size_t taken = 0;
  while (taken < text.size() && !reply.over()) {
    const std::string_view piece = text.substr(taken, at_once);
    const std::size_t count = reply.feed(piece);
    must(count == piece.size() || (reply.over() && count < piece.size()));
    taken += count;
  }
  reply.end(true);
  must(reply.over() && (!reply.whole() || reply.head().complete()));
  must((reply.fault() == HttpReply::Fault::none) || !reply.head().complete());
  Http http;
  http.outcome = reply.head().complete()                   ? HttpOutcome::answered
                 : reply.fault() == HttpReply::Fault::none ? HttpOutcome::cut
                                                           : HttpOutcome::not_http;
  http.status = reply.head().status();
  http.reason = reply.head().reason();
  http.headers = reply.head().headers();
  http.body_truncated = !reply.whole();
  must(reply.body().size() <= kMaxBody);
  http.body = clean_block(reply.body(), kMaxBody);
  return http;
}

bool same(const Http& one, const Http& other) {
  const auto told = [](const Http& http) {
    std::vector<std::pair<std::string, std::string>> headers;
    for (const Header& each : http.headers) headers.emplace_back(each.name, each.value);
    return std::tuple(http.outcome, http.status, http.reason, headers, http.body, http.body_truncated);
  };
  return told(one) == told(other);
}

void check_tame(const Http& http) {
  must(http.status >= 0 && http.status <= 999 && is_tame(http.reason));
  for (const Header& each : http.headers) must(is_tame(each.name) && is_tame(each.value));
  must(http.body.size() <= kMaxBody && is_tame(http.body, "\r\n\t"));
}

void check_sight(const Http& http) {
  constexpr int kForbidden = 403;
  const bool answered = http.outcome == HttpOutcome::answered;
  const StorageSight storage = storage_sight(http);
  if (storage != StorageSight::undecided) must(answered && !header(http, "x-ms-request-id").empty());
  if (storage == StorageSight::network_denied)
    must(http.status == kForbidden && storage_error_code(http) == "AuthorizationFailure");
  if (vault_refuses_by_network(http)) must(http.status == kForbidden);
  for (const Service service : {Service::blob, Service::queue, Service::key_vault, Service::backup,
                                Service::managed_hsm, Service::other}) {
    const AnswerSight sight = answer_sight(service, http);
    if (sight == AnswerSight::service || sight == AnswerSight::network_denied) must(answered);
    if (sight == AnswerSight::service && service != Service::other) must(!speaks_a_firewall(http));
  }
}

bool heard_http(const Doors& doors, const Result& result) {
  return std::any_of(result.evidence.contacts.begin(), result.evidence.contacts.end(),
                     [&](const auto& each) { return doors.evidence.contacts[each.first].http.has_value(); });
}

// What a judge makes of the answer: the canary and the public endpoint are refused only by what refuses.
void check_results(const Doors& doors, const std::vector<Result>& results, const Http& http) {
  const bool answered = http.outcome == HttpOutcome::answered;
  const bool refuses =
      !answered || storage_sight(http) == StorageSight::network_denied || vault_refuses_by_network(http);
  for (const Result& each : results) {
    must(is_tame(each.message));
    for (const auto& [key, value] : each.facts) must(is_tame(key) && is_tame(value));
    if (each.status != Status::pass || !heard_http(doors, each)) continue;
    if (each.kind == "service.answer" || each.kind == "entra.signin") must(answered);
    if (each.kind == "public.refused" || each.kind == "egress.denied") must(refuses);
  }
}

void check_judges(const Doors& doors, const Http& http) {
  std::vector<Result> results;
  for (const auto judge : {judge_service_answer, judge_public_refused, judge_egress_denied,
                           judge_entra_signin, judge_clock_skew})
    judge(doors.run, results);
  must(!results.empty());
  check_results(doors, results, http);
}

void check_headers(const Http& http) {
  if (const auto date = parse_http_date(header(http, "date"))) must(is_tame(to_string(*date)));
  read_vault_path(header(http, "x-ms-keyvault-network-info"));
  must(is_tame(vault_denial(http)));
}

void check_verdict(const Doors& doors, const Http& http) {
  const Assessment assessed = assess(doors.story.plan, doors.evidence, {}, {}, "0");
  check_results(doors, assessed.report.checks, http);
  for (const Finding& finding : assessed.report.findings) must(is_tame(finding.because));
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Http http = read(text, size);
  must(same(http, read(text, 1)) && same(http, read(text, 7)));
  check_tame(http);
  check_sight(http);
  check_headers(http);
  static Doors doors;
  constexpr std::size_t kJudged = 4, kWhole = 256;
  if (!has_turn(data, size, kJudged)) return 0;
  doors.answer(http);
  check_judges(doors, http);
  if (has_turn(data, size, kWhole)) check_verdict(doors, http);
  doors.answer({});
  return 0;
}
