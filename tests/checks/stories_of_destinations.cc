// What `also` names: hosts on the Internet that a deployment must reach.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kArm = "management.azure.com";
constexpr const char* kAt = "20.60.1.1";
const std::string kWhere = " management.azure.com:443 | management.azure.com | azure";
const std::string kNoName = "dns.name-not-found management.azure.com | management.azure.com | ";
const std::string kNoAddress = "net.unreachable management.azure.com:443 | management.azure.com | ";

Story also(const char* word) {
  Story story = Story().view("azure", kAzureDns);
  story.plan.also = {word};
  return story;
}
Story arm() { return also("arm"); }
Story arm_at_two() {
  Story story = Story().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54");
  story.plan.also = {"arm"};
  return story;
}
// One of the four hosts of `crl` stands at an address of its own.
Story ocsp(const Door& door) {
  return also("crl").public_address("ocsp.digicert.com", "20.60.1.2").door("20.60.1.2", door);
}
// Connected to, and no more: no document says what certificate it shows.
Story ncsi(const Door& door) {
  return also("mars").public_address("www.msftncsi.com", "20.60.1.2").door("20.60.1.2", door);
}

}  // namespace

std::vector<Told> stories_of_destinations() {
  const std::string at_ocsp = " ocsp.digicert.com:80 | ocsp.digicert.com | azure";
  return {
      {"net.timeout",
       "no rule lets the destination out",
       arm().door(kAt, shut(ConnectOutcome::timed_out)),
       {"net.timeout" + kWhere}},
      {"net.refused",
       "a firewall resets it",
       arm().door(kAt, shut(ConnectOutcome::reset)),
       {"net.refused" + kWhere}},
      {"net.timeout", "neighbour: the destination answers", arm(), {}},
      {"tls.intercepted",
       "a firewall inspects it",
       arm().door(kAt, shakes(private_root_tls())),
       {"tls.intercepted" + kWhere}},
      {"net.firewall-denied",
       "a firewall answers in its place",
       arm().door(kAt, answers(http_answer(470))),
       {"net.firewall-denied" + kWhere}},
      {"service.silent",
       "TLS is up, and no answer",
       arm().door(kAt, answers(broken_http(HttpOutcome::silent))),
       {"service.silent" + kWhere}},

      {"net.timeout",
       "revocation lists over plain HTTP",
       ocsp(shut(ConnectOutcome::timed_out)),
       {"net.timeout" + at_ocsp}},
      {"net.firewall-denied",
       "a proxy wants to know who asks for revocation lists",
       ocsp(answers(http_answer(407))),
       {"net.firewall-denied" + at_ocsp}},
      {"net.firewall-denied", "neighbour: plain HTTP is answered", ocsp(answers(http_answer(200))), {}},
      {"tls.intercepted",
       "neighbour: a destination that is connected to, and no more",
       ncsi(shakes(private_root_tls())),
       {}},
      {"net.unreachable",
       "one server is dead, and the other, which cuts an account's answers, denies the name: the dead one's "
       "too",
       arm_at_two()
           .account("mystorage01", "10.1.3.5")
           .resolver("dc1", "silent")
           .says("dc2", kBlob, "truncated")
           .says("dc2", kArm, "missing"),
       {kNoAddress + "dc1, dc2", "dns.resolver-unreachable dc1 | mystorage01.blob.core.windows.net | dc1",
        "dns.resolver-tcp-blocked dc2 | mystorage01.blob.core.windows.net | dc2"}},
      {"net.timeout",
       "a destination by TCP alone",
       ncsi(shut(ConnectOutcome::timed_out)),
       {"net.timeout www.msftncsi.com:443 | www.msftncsi.com | azure"}},

      {"dns.name-not-found",
       "a destination that no view knows",
       arm().says("azure", kArm, "not found"),
       {kNoName + "azure"}},
      {"dns.name-not-found",
       "one view says so, and the other has no address",
       arm_at_two().says("dc1", kArm, "not found").says("dc2", kArm, "no data"),
       {kNoName + "dc1, dc2"}},
      {"net.unreachable",
       "one view denies the destination, and the other errs",
       arm_at_two().says("dc1", kArm, "not found").says("dc2", kArm, "servfail"),
       {kNoAddress + "dc1, dc2"}},
      {"net.unreachable",
       "a destination at an address that no host has",
       arm().says("azure", kArm, "127.0.0.1"),
       {kNoAddress + "azure"}},
      {"net.unreachable",
       "neighbour: one view gives an address",
       arm_at_two().says("dc1", kArm, "not found"),
       {}},
      {"net.unreachable",
       "neighbour: the destination has a private address",
       arm().says("azure", kArm, "10.1.3.9"),
       {}},
      {"net.unreachable",
       "neighbour: the run ended before the name was asked",
       arm().says("azure", kArm, "interrupted"),
       {}},
  };
}

}  // namespace vnetprobe
