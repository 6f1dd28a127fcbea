// What resolvers were asked and what they answered, and what getaddrinfo says. Plain facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/fields.h"
#include "probe/model/names.h"
#include "probe/model/time.h"

namespace vnetprobe {

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
  friend bool operator==(const ExtendedError&, const ExtendedError&) = default;
};

// The OPT record of an answer, RFC 6891.
struct DnsOpt {
  std::uint16_t udp_size = 0;
  std::vector<ExtendedError> errors{};
  std::string nsid{};  // RFC 5001, hexadecimal
  friend bool operator==(const DnsOpt&, const DnsOpt&) = default;
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

}  // namespace vnetprobe
