// Managed instances: TDS on port 1433, the ports that Redirect leads to, the MI link, the public endpoint.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

const std::string kInstance = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
const std::string kWhere = " " + kInstance + ":1433 | " + kInstance + " | azure";
constexpr const char* kAt = "10.1.1.10";

Story at_azure() { return Story().view("azure", kAzureDns).instance(kInstance, kAt); }
Story behind(const Door& door) { return at_azure().door(kAt, door); }
Story redirecting(const Door& door) { return at_azure().redirecting().door("10.1.1.10 redirect", door); }
// The second address has nothing behind it; at the first the instance answers, and lets no sampled port
// through.
Story redirecting_at_two() {
  const Door dead = shut(ConnectOutcome::timed_out);
  Story story = redirecting(dead);
  story.plan.managed_instances.back().ip.push_back(*IpAddress::parse("10.1.1.11"));
  return story.says("azure", kInstance, "10.1.1.10 10.1.1.11")
      .door("10.1.1.11", dead)
      .door("10.1.1.11 redirect", dead);
}
Story by_endpoint() {
  return Story().view("azure", kAzureDns).instance(kInstance, "10.1.6.4").by_private_endpoint();
}

Tls with_version(const std::string& version) {
  Tls tls = right_tls();
  tls.version = version;
  return tls;
}

Tds strictly(const std::string& encryption) {
  Tds tds = prelogin(encryption);
  tds.offered = "strict";
  tds.alpn = "tds/8.0";
  return tds;
}

std::vector<Told> stories_of_prelogin() {
  return {
      {"sqlmi.not-tds",
       "something else answers on port 1433",
       behind(logs_in(broken_tds(TdsOutcome::not_tds))),
       {"sqlmi.not-tds" + kWhere}},
      {"sqlmi.not-tds",
       "a line of text, of which the first is told",
       [] {
         Tds tds = broken_tds(TdsOutcome::not_tds);
         tds.first_bytes = "53534820322e300d0a41";  // SSH 2.0, and a second line
         return behind(logs_in(tds));
       }(),
       {"sqlmi.not-tds" + kWhere}},
      {"sqlmi.not-tds",
       "bytes that are no text",
       [] {
         Tds tds = broken_tds(TdsOutcome::not_tds);
         tds.first_bytes = "4a7f0001";
         return behind(logs_in(tds));
       }(),
       {"sqlmi.not-tds" + kWhere}},
      {"sqlmi.not-tds",
       "TLS is up on a bare handshake, and no pre-login inside: anybody's TLS",
       behind(logs_in(broken_tds(TdsOutcome::not_tds)))
           .door("10.1.1.10 strict", logs_in(broken_tds(TdsOutcome::not_tds), right_tls())),
       {"sqlmi.not-tds" + kWhere}},
      {"sqlmi.not-tds",
       "neighbour: TDS 8 alone, with a TLS alert for the pre-login in the clear",
       behind(logs_in(broken_tds(TdsOutcome::not_tds)))
           .door("10.1.1.10 strict", logs_in(strictly("strict"), right_tls())),
       {}},
      {"sqlmi.not-tds",
       "neighbour: nothing comes, or the connection ends",
       behind(logs_in(broken_tds(TdsOutcome::silent))),
       {"tls.silent" + kWhere}},
      {"sqlmi.encryption-missing",
       "a SQL server with no encryption",
       behind(logs_in(prelogin("not_supported"))),
       {"sqlmi.encryption-missing" + kWhere}},
      {"sqlmi.encryption-missing",
       "one that leaves it to the client; its certificate is its own",
       behind(logs_in(prelogin("off"), unverified_tls(18, "self-signed certificate"))),
       {"sqlmi.encryption-missing" + kWhere}},
      {"sqlmi.encryption-missing",
       "one that says nothing of it",
       behind(logs_in(prelogin(""))),
       {"sqlmi.encryption-missing" + kWhere}},
      {"sqlmi.encryption-missing",
       "neighbour: ON in place of REQ demands it too",
       behind(logs_in(prelogin("on"), right_tls())),
       {}},
      {"sqlmi.encryption-missing",
       "neighbour: it demands encryption, and TLS breaks off",
       behind(logs_in(prelogin("required"), broken_tls(TlsOutcome::cut, "Connection reset by peer"))),
       {"tls.cut" + kWhere}},
      {"tls.cut",
       "the pre-login is answered with a reset",
       behind(logs_in(broken_tds(TdsOutcome::cut))),
       {"tls.cut" + kWhere}},
      {"tls.cut",
       "neighbour: so does a server that wants TDS 8",
       behind(logs_in(broken_tds(TdsOutcome::cut)))
           .door("10.1.1.10 strict", logs_in(strictly("strict"), right_tls())),
       {}},
      {"tls.silent",
       "neighbour: it waits for a ClientHello: TDS 8",
       behind(logs_in(broken_tds(TdsOutcome::silent)))
           .door("10.1.1.10 strict", logs_in(strictly("strict"), right_tls())),
       {}},
      {"tls.wrong-name",
       "TDS 8 alone, with the certificate of another",
       behind(logs_in(broken_tds(TdsOutcome::silent)))
           .door("10.1.1.10 strict", logs_in(strictly("strict"), other_name_tls())),
       {"tls.wrong-name" + kWhere}},
      {"tls.too-old",
       "TLS 1.0 inside of TDS",
       behind(logs_in(prelogin("required"), with_version("TLSv1"))),
       {"tls.too-old" + kWhere}},
      {"tls.too-old",
       "neighbour: TLS 1.2 inside of TDS",
       behind(logs_in(prelogin("required"), with_version("TLSv1.2"))),
       {}},
      {"tls.intercepted",
       "a company's root inside of TDS",
       behind(logs_in(prelogin("required"), private_root_tls())),
       {"tls.intercepted" + kWhere}},
      {"tls.wrong-name",
       "another's certificate inside of TDS",
       behind(logs_in(prelogin("required"), other_name_tls())),
       {"tls.wrong-name" + kWhere}},
      {"tls.not-tls",
       "something else than TLS inside of TDS",
       behind(logs_in(prelogin("required"), broken_tls(TlsOutcome::not_tls))),
       {"tls.not-tls" + kWhere}},
      {"tls.silent",
       "neighbour: the run ended during the pre-login",
       behind(logs_in(broken_tds(TdsOutcome::interrupted))),
       {}},
      {"net.timeout",
       "port 1433 is dropped",
       behind(shut(ConnectOutcome::timed_out)),
       {"net.timeout" + kWhere}},
  };
}

std::vector<Told> stories_of_other_ports() {
  const std::string blocked =
      "(warning) sqlmi.redirect-ports-blocked " + kInstance + " | " + kInstance + " | ";
  return {
      {"sqlmi.redirect-ports-blocked",
       "port 1433 answers, 11000 to 11999 are dropped",
       redirecting(shut(ConnectOutcome::timed_out)),
       {blocked}},
      {"sqlmi.redirect-ports-blocked",
       "a router says that nobody gets there",
       redirecting(shut(ConnectOutcome::unreachable)),
       {blocked}},
      {"sqlmi.redirect-ports-blocked",
       "neighbour: a reset is let through",
       redirecting(shut(ConnectOutcome::refused)),
       {}},
      {"sqlmi.redirect-ports-blocked",
       "neighbour: somebody listens",
       redirecting(shut(ConnectOutcome::connected)),
       {}},
      {"sqlmi.redirect-ports-blocked",
       "neighbour: port 1433 is dropped as well: one cause",
       redirecting(shut(ConnectOutcome::timed_out)).door(kAt, shut(ConnectOutcome::timed_out)),
       {"net.timeout" + kWhere}},
      {"sqlmi.redirect-ports-blocked",
       "of two addresses one is dead altogether",
       redirecting_at_two(),
       {"(warning) sqlmi.redirect-ports-blocked " + kInstance + " | " + kInstance + " | ",
        "net.timeout" + kWhere}},
      {"sqlmi.redirect-ports-blocked",
       "neighbour: the run ended first",
       redirecting(shut(ConnectOutcome::interrupted)),
       {}},
      {"sqlmi.redirect-ports-blocked",
       "neighbour: connection type Proxy",
       at_azure().door("10.1.1.10 redirect", shut(ConnectOutcome::timed_out)),
       {}},
      {"net.timeout",
       "the port of the MI link is dropped",
       at_azure().mi_link().door("10.1.1.10 mi_link", shut(ConnectOutcome::timed_out)),
       {"net.timeout " + kInstance + ":5022 | " + kInstance + " | azure"}},
      {"net.timeout", "neighbour: it answers", at_azure().mi_link(), {}},
      {"net.timeout",
       "neighbour: no link is planned",
       at_azure().door("10.1.1.10 mi_link", shut(ConnectOutcome::timed_out)),
       {}},
  };
}

std::vector<Told> stories_of_names() {
  return {
      {"public.open",
       "the public endpoint answers a pre-login",
       at_azure()
           .public_address(kInstance, "20.70.1.1")
           .door("20.70.1.1", logs_in(prelogin("required"), right_tls())),
       {"public.open mysqlmi01 | " + kInstance + " | "}},
      {"public.open",
       "whatever it says of encryption",
       at_azure()
           .public_address(kInstance, "20.70.1.1")
           .door("20.70.1.1", logs_in(prelogin("not_supported"))),
       {"public.open mysqlmi01 | " + kInstance + " | "}},
      {"public.open",
       "neighbour: port 3342 is dropped",
       at_azure().public_address(kInstance, "20.70.1.1").door("20.70.1.1", shut(ConnectOutcome::timed_out)),
       {}},
      {"public.undecided",
       "something takes the connection and does not speak TDS",
       at_azure()
           .public_address(kInstance, "20.70.1.1")
           .door("20.70.1.1", logs_in(broken_tds(TdsOutcome::cut))),
       {"(warning) public.undecided mysqlmi01 | " + kInstance + " | "}},
      {"public.undecided",
       "nobody said whether the public name exists",
       at_azure().public_address(kInstance, "silent"),
       {"(warning) public.undecided mysqlmi01 | " + kInstance + " | "}},
      {"public.undecided",
       "a private zone denies the name: no word of the Internet's",
       at_azure().public_address(kInstance, "missing"),
       {"(warning) public.undecided mysqlmi01 | " + kInstance + " | "}},
      {"public.undecided", "neighbour: the public name does not exist", at_azure(), {}},
      {"dns.zone-not-linked", "neighbour: an endpoint of an instance, all right", by_endpoint(), {}},
      {"dns.zone-not-linked",
       "neighbour: public DNS gives the instance's own private address in the endpoint's place",
       by_endpoint()
           .zone("azure", "privatelink.a1b2c3d4e5f6.database.windows.net", "unserved")
           .says("azure", kInstance, kAt),
       {"dns.record-stale " + kInstance + " | " + kInstance + " | azure"}},
      {"dns.name-not-found",
       "the instance's name does not exist",
       at_azure().says("azure", kInstance, "not found"),
       {"dns.name-not-found " + kInstance + " | " + kInstance + " | azure"}},
  };
}

}  // namespace

std::vector<Told> stories_of_instances() {
  std::vector<Told> all;
  for (const auto& table : {stories_of_prelogin(), stories_of_other_ports(), stories_of_names()})
    all.insert(all.end(), table.begin(), table.end());
  return all;
}

}  // namespace vnetprobe
