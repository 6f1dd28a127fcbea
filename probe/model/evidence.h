// Evidence: plain facts seen on the wire or told by the operating system. No opinion in here.
// Every item says by itself whom it is about, so that items can be stored, saved and read back in
// any order; `judge` needs nothing else. Times are relative to the start of the run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/az_facts.h"
#include "probe/model/discovery.h"
#include "probe/model/fields.h"
#include "probe/model/names.h"
#include "probe/model/time.h"

namespace vnetprobe {

// ---- DNS ----------------------------------------------------------------------------------------

enum class Transport { udp, tcp };
template <>
inline constexpr NameTable<Transport, 2> kNames<Transport> = {
    {{Transport::udp, "udp"}, {Transport::tcp, "tcp"}}};

// How a question, or one try of it, ended.
enum class DnsOutcome {
  answered,     // a well-formed message that answers this question; the rcode says what
  silent,       // nothing usable came within the time
  refused,      // ICMP port unreachable, or TCP refused
  unreachable,  // no route, network down, or the local stack would not send
  garbage,      // bytes came that are no DNS message
  cut,          // the TCP connection ended in the middle
  interrupted,  // the run ended first
};
template <>
inline constexpr NameTable<DnsOutcome, 7> kNames<DnsOutcome> = {{{DnsOutcome::answered, "answered"},
                                                                 {DnsOutcome::silent, "silent"},
                                                                 {DnsOutcome::refused, "refused"},
                                                                 {DnsOutcome::unreachable, "unreachable"},
                                                                 {DnsOutcome::garbage, "garbage"},
                                                                 {DnsOutcome::cut, "cut"},
                                                                 {DnsOutcome::interrupted, "interrupted"}}};

// What the question was asked for.
enum class DnsPurpose {
  target,    // A or AAAA of one of the two forms of a target's name
  zone,      // SOA of a private zone, or of a zone name that stands in for a wrong one
  reserved,  // SOA of a name that no private zone may shadow (azure-facts 6)
  control,   // a name outside Azure and the root: does this resolver answer anything?
  tcp,       // TCP asked on its own, as a fact
  again,     // the view's first question, asked once more as its last (dns.unstable)
  public_,   // how the Internet sees the name: public_resolver, or the stamp of a certificate
};
template <>
inline constexpr NameTable<DnsPurpose, 7> kNames<DnsPurpose> = {{{DnsPurpose::target, "target"},
                                                                 {DnsPurpose::zone, "zone"},
                                                                 {DnsPurpose::reserved, "reserved"},
                                                                 {DnsPurpose::control, "control"},
                                                                 {DnsPurpose::tcp, "tcp"},
                                                                 {DnsPurpose::again, "again"},
                                                                 {DnsPurpose::public_, "public"}}};

// RFC 1035 3.2.2; only what the probe asks for or shows by name.
namespace rr {
inline constexpr std::uint16_t kA = 1, kNS = 2, kCNAME = 5, kSOA = 6, kTXT = 16, kAAAA = 28, kOPT = 41;
}
// RFC 1035 4.1.1 and RFC 6895.
namespace rcode {
inline constexpr int kNoError = 0, kFormErr = 1, kServFail = 2, kNxDomain = 3, kNotImp = 4, kRefused = 5;
}

// One resource record in presentation form. Names are lower case without the final dot ("" is the
// root); bytes outside LDH are escaped as \DDD (RFC 4343), so that nothing from the wire can be
// markup or an escape code.
struct DnsRecord {
  std::string owner{};
  std::uint16_t type = 0;
  std::uint32_t ttl = 0;
  std::string data{};  // A, AAAA: address; CNAME, NS: name; SOA: "mname rname serial refresh retry expire
                       // minimum"; else RFC 3597
  friend bool operator==(const DnsRecord&, const DnsRecord&) = default;
};

struct DnsFlags {
  bool aa = false, tc = false, rd = false, ra = false, ad = false, cd = false;
  friend bool operator==(const DnsFlags&, const DnsFlags&) = default;
};

// Extended DNS error, RFC 8914.
struct ExtendedError {
  std::uint16_t code = 0;
  std::string text{};
};

// The OPT record of an answer, RFC 6891.
struct DnsOpt {
  std::uint16_t udp_size = 0;
  std::vector<ExtendedError> errors{};
  std::string nsid{};  // RFC 5001, hexadecimal
};

struct DnsTry {
  Transport transport = Transport::udp;
  DnsOutcome outcome = DnsOutcome::silent;
  int rcode = -1;  // -1: no answer
  Millis started{};
  Millis duration{};
};

struct DnsQuestion {
  DnsPurpose purpose = DnsPurpose::target;
  std::string view{};     // name of the view; "public_resolver" for the plan's public_resolver
  std::string subject{};  // the target (Target::name) or zone it was asked for; "" for control
  SocketAddress server{};
  std::string name{};
  std::uint16_t type = 0;
  Transport transport = Transport::udp;  // which one gave the answer
  DnsOutcome outcome = DnsOutcome::silent;
  int rcode = -1;
  DnsFlags flags{};
  std::optional<DnsOpt> opt{};
  std::vector<DnsRecord> answers{};      // the whole section, in order
  std::vector<DnsRecord> authorities{};  // the whole section, in order
  std::vector<DnsTry> tries{};
  Millis started{};
  Millis duration{};
};

// What getaddrinfo says: the view of programs on this host.
struct SystemLookup {
  std::string view{};
  std::string subject{};
  std::string name{};
  bool finished = false;  // false: still waiting when the run ended
  int eai = 0;            // 0, or EAI_*
  std::string error{};    // gai_strerror, errno's text for EAI_SYSTEM
  std::string canonical{};
  std::vector<IpAddress> addresses{};
  Millis started{};
  Millis duration{};
};

// ---- connections --------------------------------------------------------------------------------

enum class ConnectOutcome { connected, refused, timed_out, unreachable, reset, failed, interrupted };
template <>
inline constexpr NameTable<ConnectOutcome, 7> kNames<ConnectOutcome> = {
    {{ConnectOutcome::connected, "connected"},
     {ConnectOutcome::refused, "refused"},
     {ConnectOutcome::timed_out, "timed_out"},
     {ConnectOutcome::unreachable, "unreachable"},
     {ConnectOutcome::reset, "reset"},
     {ConnectOutcome::failed, "failed"},
     {ConnectOutcome::interrupted, "interrupted"}}};

struct ConnectTry {
  ConnectOutcome outcome = ConnectOutcome::timed_out;
  std::string error{};  // strerror, "" when connected
  Millis started{};
  Millis duration{};
};

struct Connect {
  ConnectOutcome outcome = ConnectOutcome::timed_out;
  std::string error{};
  std::string local_address{};  // which of this host's addresses was used
  std::vector<ConnectTry> tries{};
  Millis started{};
  Millis duration{};
};

enum class TlsOutcome {
  verified,    // handshake done, chain and name are right
  unverified,  // handshake done, verify_code or name_matches says what is wrong
  not_tls,     // bytes came that are not TLS
  alert,       // the far end refused with a TLS alert
  cut,         // reset or closed during the handshake
  silent,      // no answer to the handshake in time
  failed,      // anything else; `error` says it
  interrupted,
};
template <>
inline constexpr NameTable<TlsOutcome, 8> kNames<TlsOutcome> = {{{TlsOutcome::verified, "verified"},
                                                                 {TlsOutcome::unverified, "unverified"},
                                                                 {TlsOutcome::not_tls, "not_tls"},
                                                                 {TlsOutcome::alert, "alert"},
                                                                 {TlsOutcome::cut, "cut"},
                                                                 {TlsOutcome::silent, "silent"},
                                                                 {TlsOutcome::failed, "failed"},
                                                                 {TlsOutcome::interrupted, "interrupted"}}};

// Text from certificates is data of strangers: kept as UTF-8 with control characters escaped.
struct Certificate {
  std::string subject{};  // RFC 2253
  std::string issuer{};
  std::vector<std::string> names{};  // subject alternative names, DNS and IP, at most 100
  UtcTime not_before{};
  UtcTime not_after{};
  std::string sha256{};  // hexadecimal, of the whole certificate
};

struct Tls {
  TlsOutcome outcome = TlsOutcome::silent;
  std::string sni{};
  std::string version{};  // "TLSv1.3"; "" when no version was agreed
  std::string cipher{};
  std::vector<Certificate> chain{};  // as the far end sent it, leaf first, at most 10
  std::string anchor_subject{};      // the root that the chain was verified to; "" when it was not
  std::string anchor_sha256{};
  bool own_anchors = false;  // --ca-file stood in for the system's store and the public roots
  int verify_code = 0;       // X509_V_ERR_*, 0 is X509_V_OK
  std::string verify_text{};
  bool name_matches = false;
  std::string error{};
  Millis started{};
  Millis duration{};
};

enum class HttpOutcome {
  answered,  // a status line and all headers came
  silent,    // not in time
  not_http,  // bytes came that are no HTTP answer
  cut,       // the connection ended before the headers were complete
  failed,
  interrupted,
};
template <>
inline constexpr NameTable<HttpOutcome, 6> kNames<HttpOutcome> = {
    {{HttpOutcome::answered, "answered"},
     {HttpOutcome::silent, "silent"},
     {HttpOutcome::not_http, "not_http"},
     {HttpOutcome::cut, "cut"},
     {HttpOutcome::failed, "failed"},
     {HttpOutcome::interrupted, "interrupted"}}};

struct Header {
  std::string name{};  // lower case
  std::string value{};
};

struct Http {
  HttpOutcome outcome = HttpOutcome::silent;
  std::string method{};
  std::string url{};  // never with a SAS or a token
  int status = 0;
  std::string reason{};
  std::vector<Header> headers{};
  std::string body{};  // at most 4 KiB
  bool body_truncated = false;
  std::string error{};
  Millis started{};
  Millis duration{};
};

// How the TDS pre-login ended (MS-TDS 2.2.6.5).
enum class TdsOutcome {
  answered,  // a pre-login message came back; `encryption` says what it wants
  not_tds,   // bytes came that are no pre-login answer
  silent,    // nothing, or not all of an answer, in time
  cut,       // the connection ended before an answer was complete
  interrupted,
};
template <>
inline constexpr NameTable<TdsOutcome, 5> kNames<TdsOutcome> = {{{TdsOutcome::answered, "answered"},
                                                                 {TdsOutcome::not_tds, "not_tds"},
                                                                 {TdsOutcome::silent, "silent"},
                                                                 {TdsOutcome::cut, "cut"},
                                                                 {TdsOutcome::interrupted, "interrupted"}}};

struct TdsOption {
  std::string name{};  // "encryption"; "0x2a" for a token that nobody defined
  std::string data{};  // hexadecimal
};

struct Tds {
  TdsOutcome outcome = TdsOutcome::silent;
  std::string offered{};     // the encryption that we offered: off, or strict inside of TLS
  std::string encryption{};  // off, on, not_supported, required, strict; "" when it says nothing of it
  std::string version{};     // of the server, "12.0.5751"
  std::vector<TdsOption> options{};  // as the far end sent them, in order
  std::string alpn{};                // strict alone: "tds/8.0" when both agreed on it
  std::string first_bytes{};         // not_tds: the beginning of what came, hexadecimal
  std::string error{};
  Millis started{};
  Millis duration{};
};

// Why this connection was made.
enum class Path {
  private_path,
  public_path,
  denied,
  sign_in,
  strict,    // a managed instance's port once more, by TDS 8: TLS before the pre-login
  redirect,  // a managed instance's ports 11000 to 11999, a sample of them
  mi_link,   // a managed instance's port 5022
};
template <>
inline constexpr NameTable<Path, 7> kNames<Path> = {{{Path::private_path, "private"},
                                                     {Path::public_path, "public"},
                                                     {Path::denied, "denied"},
                                                     {Path::sign_in, "sign_in"},
                                                     {Path::strict, "strict"},
                                                     {Path::redirect, "redirect"},
                                                     {Path::mi_link, "mi_link"}}};

// Who said that this is the address.
enum class AddressSource { dns, plan, public_resolver, stamp };
template <>
inline constexpr NameTable<AddressSource, 4> kNames<AddressSource> = {
    {{AddressSource::dns, "dns"},
     {AddressSource::plan, "plan"},
     {AddressSource::public_resolver, "public_resolver"},
     {AddressSource::stamp, "stamp"}}};

// One connection to one address: TCP, then TLS, then HTTP, each there when it was tried; to a managed
// instance TCP, then the TDS pre-login, then the TLS inside of it.
struct Contact {
  std::string target{};  // Target::name
  Path path = Path::private_path;
  IpAddress address{};
  std::uint16_t port = 0;
  AddressSource source = AddressSource::dns;
  std::string source_detail{};  // the view, or the stamp's name
  std::optional<Connect> connect{};
  std::optional<Tds> tds{};
  std::optional<Tls> tls{};
  std::optional<Http> http{};
};

// ---- this host ----------------------------------------------------------------------------------

struct HostsLine {
  int line = 0;
  std::string file{};
  IpAddress address{};
  std::vector<std::string> names{};
  std::string text{};  // as it stands in the file
};

struct HostFacts {
  std::string hostname{};
  std::vector<std::string> addresses{};  // of the interfaces, "eth0 10.1.0.7"
  std::vector<IpAddress> nameservers{};  // resolv.conf
  std::vector<IpAddress> upstreams{};    // behind a loopback stub, where the host tells
  std::vector<std::string> search{};
  std::string nsswitch_hosts{};          // the hosts: line of nsswitch.conf
  std::vector<HostsLine> hosts_lines{};  // only lines that touch a target
  std::vector<std::string> proxies{};    // "https_proxy=http://proxy:3128", credentials removed
  std::string no_proxy{};
  UtcTime clock{};  // wall clock at the start of the run
};

// All of it. Items are appended as they come and never referred to across a wait.
struct Evidence {
  std::vector<DnsQuestion> questions{};
  std::vector<SystemLookup> lookups{};
  std::vector<Contact> contacts{};
  HostFacts host{};
  AzFacts az{};           // told, not seen: what the user had from az or ARM
  Discovery discovery{};  // who was asked where nothing was given
};

template <Is<DnsRecord> T, class F>
void visit_fields(T& s, F&& f) {
  f("owner", s.owner), f("type", s.type), f("ttl", s.ttl), f("data", s.data);
}
template <Is<DnsFlags> T, class F>
void visit_fields(T& s, F&& f) {
  f("aa", s.aa), f("tc", s.tc), f("rd", s.rd), f("ra", s.ra), f("ad", s.ad), f("cd", s.cd);
}
template <Is<ExtendedError> T, class F>
void visit_fields(T& s, F&& f) {
  f("code", s.code), f("text", s.text);
}
template <Is<DnsOpt> T, class F>
void visit_fields(T& s, F&& f) {
  f("udp_size", s.udp_size), f("errors", s.errors), f("nsid", s.nsid);
}
template <Is<DnsTry> T, class F>
void visit_fields(T& s, F&& f) {
  f("transport", s.transport), f("outcome", s.outcome), f("rcode", s.rcode);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<DnsQuestion> T, class F>
void visit_fields(T& s, F&& f) {
  f("purpose", s.purpose), f("view", s.view), f("subject", s.subject), f("server", s.server);
  f("name", s.name), f("type", s.type), f("transport", s.transport), f("outcome", s.outcome);
  f("rcode", s.rcode), f("flags", s.flags), f("opt", s.opt), f("answers", s.answers);
  f("authorities", s.authorities), f("tries", s.tries);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<SystemLookup> T, class F>
void visit_fields(T& s, F&& f) {
  f("view", s.view), f("subject", s.subject), f("name", s.name), f("finished", s.finished);
  f("eai", s.eai), f("error", s.error), f("canonical", s.canonical), f("addresses", s.addresses);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<ConnectTry> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Connect> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("error", s.error), f("local_address", s.local_address);
  f("tries", s.tries), f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Certificate> T, class F>
void visit_fields(T& s, F&& f) {
  f("subject", s.subject), f("issuer", s.issuer), f("names", s.names);
  f("not_before", s.not_before), f("not_after", s.not_after), f("sha256", s.sha256);
}
template <Is<Tls> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("sni", s.sni), f("version", s.version), f("cipher", s.cipher);
  f("chain", s.chain), f("anchor_subject", s.anchor_subject), f("anchor_sha256", s.anchor_sha256);
  f("own_anchors", s.own_anchors), f("verify_code", s.verify_code);
  f("verify_text", s.verify_text), f("name_matches", s.name_matches), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Header> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("value", s.value);
}
template <Is<Http> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("method", s.method), f("url", s.url), f("status", s.status);
  f("reason", s.reason), f("headers", s.headers), f("body", s.body);
  f("body_truncated", s.body_truncated), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<TdsOption> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("data", s.data);
}
template <Is<Tds> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("offered", s.offered), f("encryption", s.encryption);
  f("version", s.version), f("options", s.options), f("alpn", s.alpn);
  f("first_bytes", s.first_bytes), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Contact> T, class F>
void visit_fields(T& s, F&& f) {
  f("target", s.target), f("path", s.path), f("address", s.address), f("port", s.port);
  f("source", s.source), f("source_detail", s.source_detail);
  f("connect", s.connect), f("tds", s.tds), f("tls", s.tls), f("http", s.http);
}
template <Is<HostsLine> T, class F>
void visit_fields(T& s, F&& f) {
  f("line", s.line), f("file", s.file), f("address", s.address), f("names", s.names);
  f("text", s.text);
}
template <Is<HostFacts> T, class F>
void visit_fields(T& s, F&& f) {
  f("hostname", s.hostname), f("addresses", s.addresses), f("nameservers", s.nameservers);
  f("upstreams", s.upstreams), f("search", s.search), f("nsswitch_hosts", s.nsswitch_hosts);
  f("hosts_lines", s.hosts_lines), f("proxies", s.proxies), f("no_proxy", s.no_proxy);
  f("clock", s.clock);
}

}  // namespace vnetprobe
