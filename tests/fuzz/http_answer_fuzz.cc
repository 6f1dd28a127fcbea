// The head and the body of an HTTP answer, as they come from whoever intercepts the connection; the empty
// line is between them. Whatever it says, a refusal and a service are only what azure-facts 5 says they are.
#include <array>

#include "checks/assess.h"
#include "checks/contact_sight.h"
#include "probe/net/clean_text.h"
#include "probe/net/http_head.h"
#include "tests/fuzz/must.h"
#include "tests/support/story.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxBody = 4096;

struct AnyRun {
  Plan plan{};
  Evidence evidence{};
};

// A storage account, a vault's key, a denied account, a managed instance and the sign-in.
AnyRun any_run() {
  Story story;
  story.view("azure", "168.63.129.16")
      .account("mystorage01", "10.1.3.5")
      .key_vault("vyelazurekeyvault", "10.1.4.4");
  story.denied("exfilcanary01").endpoint("ns1.servicebus.windows.net", "10.1.5.4").sign_in();
  return {story.plan, story.evidence()};
}

Http read(std::string_view text) {
  HttpHead head;
  while (!text.empty() && !head.complete()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    if (!head.take(text.substr(0, end))) break;
    text.remove_prefix(end);
  }
  Http http;
  http.outcome = head.complete() ? HttpOutcome::answered
                 : head.begun()  ? HttpOutcome::cut
                                 : HttpOutcome::not_http;
  http.status = head.status();
  http.reason = head.reason();
  http.headers = head.headers();
  http.body = clean_block(text, kMaxBody);
  return http;
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

// The same answer at every door: the canary and the public endpoint are refused only by what refuses.
void check_verdict(const Http& http) {
  static const AnyRun kRun = any_run();
  Evidence evidence = kRun.evidence;
  for (Contact& contact : evidence.contacts)
    if (contact.http) contact.http = http;
  const Assessment assessed = assess(kRun.plan, std::move(evidence), {}, {}, "0");
  for (const Result& check : assessed.report.checks) {
    must(is_tame(check.message));
    const bool rests_on_http = check.kind == "service.answer" || check.kind == "entra.signin";
    if (rests_on_http && check.status == Status::pass) must(http.outcome == HttpOutcome::answered);
  }
  for (const Finding& finding : assessed.report.findings) must(is_tame(finding.because));
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  const Http http = read({reinterpret_cast<const char*>(data), size});
  check_tame(http);
  check_sight(http);
  // A whole run takes a hundred times as long as a look at the answer: one input in eight gets it.
  constexpr std::size_t kOneIn = 8;
  if (size % kOneIn == 0) check_verdict(http);
  return 0;
}
