// Sign-in of Entra ID: unreachable, answered by another, of an unknown tenant, led astray.
#include <fmt/format.h>

#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kHost = "login.microsoftonline.com";
constexpr const char* kAddress = "20.190.160.1";

Story sign_in_behind(const Door& door) {
  return Story().view("azure", kAzureDns).sign_in().door(kAddress, door);
}

// The same of each of the three hosts.
std::vector<std::string> each(const std::string& code) {
  std::vector<std::string> lines;
  for (const char* host : {kHost, "login.microsoft.com", "login.windows.net"})
    lines.push_back(fmt::format("{} {} | {} | azure", code, host, host));
  return lines;
}

}  // namespace

std::vector<Told> stories_of_sign_in() {
  const std::string all = "login.microsoftonline.com, login.microsoft.com, login.windows.net";
  return {
      {"entra.unreachable", "no connection", sign_in_behind(shut(ConnectOutcome::timed_out)),
       each("entra.unreachable")},
      {"entra.unreachable", "TLS is cut", sign_in_behind(shakes(broken_tls(TlsOutcome::cut, "reset"))),
       each("entra.unreachable")},
      {"entra.unreachable", "the handshake gets no answer",
       sign_in_behind(shakes(broken_tls(TlsOutcome::silent))), each("entra.unreachable")},
      {"entra.unreachable", "TLS is up, no answer", sign_in_behind(answers(broken_http(HttpOutcome::silent))),
       each("entra.unreachable")},
      {"entra.unreachable",
       "one host has no address",
       Story().view("azure", kAzureDns).sign_in().says("azure", "login.windows.net", "servfail"),
       {"entra.unreachable login.windows.net | login.windows.net | azure"}},
      {"entra.unreachable",
       "neighbour: the resolver is of no use to anybody",
       Story()
           .view("azure", kAzureDns)
           .account("mystorage01", "10.1.3.5")
           .sign_in()
           .resolver("azure", "silent"),
       {"dns.resolver-unreachable azure | mystorage01.blob.core.windows.net | azure"}},
      {"entra.unreachable",
       "neighbour: another certificate",
       sign_in_behind(shakes(other_name_tls())),
       {"tls.wrong-name login.microsoftonline.com:443 | login.microsoftonline.com | azure",
        "tls.wrong-name login.microsoft.com:443 | login.microsoft.com | azure",
        "tls.wrong-name login.windows.net:443 | login.windows.net | azure"}},
      {"entra.unreachable",
       "neighbour: the first of two addresses is dead, the second answers",
       Story()
           .view("azure", kAzureDns)
           .sign_in()
           .says("azure", "*", "20.190.160.1 20.190.160.2")
           .door(kAddress, shut(ConnectOutcome::timed_out)),
       {}},
      {"entra.unreachable",
       "neighbour: the run was interrupted",
       sign_in_behind(shut(ConnectOutcome::interrupted)),
       {}},

      {"entra.unexpected-answer", "a captive portal",
       sign_in_behind(answers(http_answer(200, {}, "<html>Welcome</html>"))),
       each("entra.unexpected-answer")},
      {"entra.unexpected-answer", "the document of another issuer",
       sign_in_behind(answers(openid("sts.contoso.com"))), each("entra.unexpected-answer")},
      {"entra.unexpected-answer", "the document of another cloud",
       sign_in_behind(answers(openid("login.microsoftonline.us"))), each("entra.unexpected-answer")},
      {"entra.unexpected-answer", "a deny page",
       sign_in_behind(answers(http_answer(470, {}, "Action: Deny. Reason: No rule matched."))),
       each("entra.unexpected-answer")},
      {"entra.unexpected-answer",
       "neighbour: the right document",
       sign_in_behind(answers(openid("sts.windows.net"))),
       {}},
      {"entra.unexpected-answer",
       "neighbour: the tenant is unknown",
       sign_in_behind(answers(unknown_tenant())),
       {"entra.tenant-unknown contoso.onmicrosoft.com | " + all + " | azure"}},

      {"entra.tenant-unknown",
       "AADSTS90002",
       sign_in_behind(answers(unknown_tenant())),
       {"entra.tenant-unknown contoso.onmicrosoft.com | " + all + " | azure"}},
      {"entra.tenant-unknown", "neighbour: another 400",
       sign_in_behind(answers(http_answer(400, {}, R"({"error":"invalid_request"})"))),
       each("entra.unexpected-answer")},

      {"entra.address-overridden",
       "a private address",
       Story().view("azure", kAzureDns).sign_in().says("azure", kHost, "10.1.0.99"),
       {"entra.address-overridden login.microsoftonline.com | login.microsoftonline.com | azure"}},
      {"entra.address-overridden",
       "a line of the hosts file",
       Story().view("azure", kAzureDns).system().sign_in().hosts("127.0.0.1", kHost),
       {"entra.address-overridden login.microsoftonline.com | login.microsoftonline.com | system"}},
      {"entra.address-overridden",
       "neighbour: a public address outside Microsoft's ranges",
       Story().view("azure", kAzureDns).sign_in().says("azure", kHost, "203.0.114.7"),
       {}},
      {"entra.address-overridden",
       "neighbour: a reference alone is led astray",
       Story()
           .view("azure", kAzureDns)
           .reference("dc1", "10.1.0.53")
           .sign_in()
           .says("dc1", kHost, "10.1.0.99"),
       {}},
  };
}

}  // namespace vnetprobe
