// The right address, and no connection, or no right TLS.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

const std::string kWhere =
    " mystorage01.blob.core.windows.net:443 | mystorage01.blob.core.windows.net | azure";

Story behind(const Door& door) { return blob_at_azure().door("10.1.3.5", door); }

Tls with_version(Tls tls, const std::string& version) {
  tls.version = version;
  return tls;
}

Tls with_own_anchors(Tls tls) {
  tls.own_anchors = true;
  return tls;
}

// In November 2026 something has expired, and it is not the server's own certificate.
Story under_authority(const std::string& until) {
  constexpr int kExpired = 10;
  Tls tls = unverified_tls(kExpired, "certificate has expired");
  tls.chain.front().not_before = *parse_utc("2026-08-01T00:00:00Z");
  tls.chain.front().not_after = *parse_utc("2027-01-28T23:59:59Z");
  Certificate authority;
  authority.subject = tls.chain.front().issuer;
  authority.not_before = *parse_utc("2016-07-01T00:00:00Z");
  authority.not_after = *parse_utc(until);
  tls.chain.push_back(authority);
  Story story = behind(shakes(tls));
  story.besides.host.clock = *parse_utc("2026-11-22T17:09:15Z");
  return story;
}

}  // namespace

std::vector<Told> stories_of_connections() {
  // OpenSSL's X509_V_ERR_* (x509_vfy.h).
  constexpr int kNotYetValid = 9, kExpired = 10, kSelfSigned = 19, kNoIssuer = 20, kOtherHost = 62;
  return {
      {"net.timeout", "no answer to SYN", behind(shut(ConnectOutcome::timed_out)), {"net.timeout" + kWhere}},
      {"net.timeout",
       "two views lead there: both are named",
       blob_at_dc1().view("dc2", "10.1.0.54").door("10.1.3.5", shut(ConnectOutcome::timed_out)),
       {"net.timeout mystorage01.blob.core.windows.net:443 | mystorage01.blob.core.windows.net | dc1, dc2"}},
      {"net.timeout",
       "a port other than 443",
       Story()
           .view("azure", kAzureDns)
           .endpoint("ns1.servicebus.windows.net", "10.1.5.4", 5671)
           .door("10.1.5.4", shut(ConnectOutcome::timed_out)),
       {"net.timeout ns1.servicebus.windows.net:5671 | ns1.servicebus.windows.net | azure"}},
      {"net.timeout",
       "one of two addresses",
       Story()
           .view("azure", kAzureDns)
           .account("mystorage01")
           .says("azure", kBlob, "10.1.3.5 10.1.3.6")
           .door("10.1.3.6", shut(ConnectOutcome::timed_out)),
       {"net.timeout" + kWhere}},
      {"net.timeout", "neighbour: a reset", behind(shut(ConnectOutcome::refused)), {"net.refused" + kWhere}},
      {"net.timeout",
       "neighbour: TCP is up, TLS is not answered",
       behind(shakes(broken_tls(TlsOutcome::silent))),
       {"tls.silent" + kWhere}},
      {"net.timeout", "neighbour: the run was interrupted", behind(shut(ConnectOutcome::interrupted)), {}},
      {"net.timeout",
       "neighbour: the address is wrong, so nobody connects",
       blob_at_azure().says("azure", kBlob, "10.1.3.77").door("10.1.3.77", shut(ConnectOutcome::timed_out)),
       {"dns.record-stale mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure"}},
      {"net.refused", "RST", behind(shut(ConnectOutcome::refused)), {"net.refused" + kWhere}},
      {"net.refused", "reset at once", behind(shut(ConnectOutcome::reset)), {"net.refused" + kWhere}},
      {"net.refused",
       "neighbour: no route",
       behind(shut(ConnectOutcome::unreachable, "No route to host")),
       {"net.unreachable" + kWhere}},
      {"net.refused",
       "neighbour: cut in the handshake",
       behind(shakes(broken_tls(TlsOutcome::cut, "reset"))),
       {"tls.cut" + kWhere}},
      {"net.unreachable",
       "no route",
       behind(shut(ConnectOutcome::unreachable, "No route to host")),
       {"net.unreachable" + kWhere}},
      {"net.unreachable",
       "the stack would not send",
       behind(shut(ConnectOutcome::failed, "Permission denied")),
       {"net.unreachable" + kWhere}},
      {"net.unreachable",
       "neighbour: silence",
       behind(shut(ConnectOutcome::timed_out)),
       {"net.timeout" + kWhere}},

      {"tls.intercepted",
       "self-signed in the chain",
       behind(shakes(unverified_tls(kSelfSigned, "self-signed certificate in certificate chain"))),
       {"tls.intercepted" + kWhere}},
      {"tls.intercepted",
       "the issuer is not known",
       behind(shakes(unverified_tls(kNoIssuer, "unable to get local issuer certificate"))),
       {"tls.intercepted" + kWhere}},
      {"tls.intercepted",
       "it verifies, to a root of the company's",
       behind(shakes(private_root_tls())),
       {"tls.intercepted" + kWhere}},
      {"tls.intercepted",
       "of sign-in",
       Story()
           .view("azure", kAzureDns)
           .sign_in()
           .door("20.190.160.1", shakes(unverified_tls(kSelfSigned, "self-signed"))),
       {"tls.intercepted login.microsoftonline.com:443 | login.microsoftonline.com | azure",
        "tls.intercepted login.microsoft.com:443 | login.microsoft.com | azure",
        "tls.intercepted login.windows.net:443 | login.windows.net | azure"}},
      {"tls.intercepted",
       "neighbour: the company's root was given as anchor",
       [] {
         Door door = answers(storage_error(404, "ResourceNotFound"));
         door.tls = with_own_anchors(private_root_tls());
         return behind(door);
       }(),
       {}},
      {"tls.intercepted",
       "neighbour: expired",
       behind(shakes(unverified_tls(kExpired, "certificate has expired"))),
       {"tls.expired" + kWhere}},
      {"tls.intercepted",
       "neighbour: another's name on a right chain",
       behind(shakes(other_name_tls())),
       {"tls.wrong-name" + kWhere}},
      {"tls.expired",
       "expired",
       behind(shakes(unverified_tls(kExpired, "certificate has expired"))),
       {"tls.expired" + kWhere}},
      {"tls.expired",
       "an authority in the chain, and the server's own certificate is in order",
       under_authority("2026-06-30T23:59:59Z"),
       {"tls.expired" + kWhere}},
      {"tls.expired",
       "neighbour: an authority that was not sent",
       under_authority("2027-06-30T23:59:59Z"),
       {"tls.expired" + kWhere}},
      {"tls.expired",
       "not yet valid",
       behind(shakes(unverified_tls(kNotYetValid, "certificate is not yet valid"))),
       {"tls.expired" + kWhere}},
      {"tls.expired",
       "neighbour: unknown issuer",
       behind(shakes(unverified_tls(kNoIssuer, "unable to get local issuer certificate"))),
       {"tls.intercepted" + kWhere}},
      {"tls.wrong-name", "another's name", behind(shakes(other_name_tls())), {"tls.wrong-name" + kWhere}},
      {"tls.wrong-name",
       "OpenSSL says so itself",
       [] {
         Tls tls = other_name_tls();
         tls.verify_code = kOtherHost;
         return behind(shakes(tls));
       }(),
       {"tls.wrong-name" + kWhere}},
      {"tls.wrong-name",
       "a certificate without any name",
       [] {
         Tls tls = other_name_tls();
         tls.chain.front().names.clear();
         return behind(shakes(tls));
       }(),
       {"tls.wrong-name" + kWhere}},
      {"tls.wrong-name",
       "another's name, and the certificate was not kept",
       [] {
         Tls tls = other_name_tls();
         tls.chain.clear();
         return behind(shakes(tls));
       }(),
       {"tls.wrong-name" + kWhere}},
      {"tls.wrong-name",
       "neighbour: another's name by the company's root",
       [] {
         Tls tls = private_root_tls();
         tls.name_matches = false;
         return behind(shakes(tls));
       }(),
       {"tls.intercepted" + kWhere}},
      {"tls.too-old",
       "TLS 1.1 is agreed",
       behind(shakes(with_version(right_tls(), "TLSv1.1"))),
       {"tls.too-old" + kWhere}},
      {"tls.too-old",
       "the far end wants another version",
       behind(shakes(broken_tls(TlsOutcome::alert, "tlsv1 alert protocol version"))),
       {"tls.too-old" + kWhere}},
      {"tls.too-old",
       "and it goes on to a deny page: one cause",
       [] {
         Door door = answers(http_answer(470, {}, "Action: Deny. Reason: No rule matched."));
         door.tls = with_version(right_tls(), "TLSv1.1");
         return behind(door);
       }(),
       {"tls.too-old" + kWhere}},
      {"tls.too-old",
       "neighbour: TLS 1.2",
       [] {
         Door door = answers(storage_error(404, "ResourceNotFound"));
         door.tls = with_version(right_tls(), "TLSv1.2");
         return behind(door);
       }(),
       {}},
      {"tls.too-old",
       "neighbour: another alert",
       behind(shakes(broken_tls(TlsOutcome::alert, "tlsv1 unrecognized name"))),
       {"tls.cut" + kWhere}},
      {"tls.not-tls",
       "bytes that are not TLS",
       behind(shakes(broken_tls(TlsOutcome::not_tls, "wrong version number"))),
       {"tls.not-tls" + kWhere}},
      {"tls.not-tls",
       "neighbour: no bytes",
       behind(shakes(broken_tls(TlsOutcome::silent))),
       {"tls.silent" + kWhere}},
      {"tls.cut",
       "reset in the handshake",
       behind(shakes(broken_tls(TlsOutcome::cut, "connection reset"))),
       {"tls.cut" + kWhere}},
      {"tls.cut",
       "neighbour: no answer",
       behind(shakes(broken_tls(TlsOutcome::silent))),
       {"tls.silent" + kWhere}},
      {"tls.cut",
       "neighbour: the run was interrupted",
       behind(shakes(broken_tls(TlsOutcome::interrupted))),
       {}},
      {"tls.silent",
       "no answer to the handshake",
       behind(shakes(broken_tls(TlsOutcome::silent))),
       {"tls.silent" + kWhere}},
      {"tls.silent",
       "neighbour: TLS is up, no answer to the request",
       behind(answers(broken_http(HttpOutcome::silent))),
       {"service.silent" + kWhere}},
  };
}

}  // namespace vnetprobe
