// Results, findings and the report that holds them: the only input of a renderer.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/plan.h"
#include "probe/model/scope.h"

namespace vnetprobe {

enum class Status { pass, warn, fail, skip, unknown };
template <>
inline constexpr NameTable<Status, 5> kNames<Status> = {{{Status::pass, "pass"},
                                                         {Status::warn, "warn"},
                                                         {Status::fail, "fail"},
                                                         {Status::skip, "skip"},
                                                         {Status::unknown, "unknown"}}};

enum class Severity { info, warning, error };
template <>
inline constexpr NameTable<Severity, 3> kNames<Severity> = {
    {{Severity::info, "info"}, {Severity::warning, "warning"}, {Severity::error, "error"}}};

enum class Verdict { pass, fail, undecided };
template <>
inline constexpr NameTable<Verdict, 3> kNames<Verdict> = {
    {{Verdict::pass, "pass"}, {Verdict::fail, "fail"}, {Verdict::undecided, "undecided"}}};

// Who mends it.
enum class Owner { dns, network, backup, storage, identity, security };
template <>
inline constexpr NameTable<Owner, 6> kNames<Owner> = {{{Owner::dns, "dns"},
                                                       {Owner::network, "network"},
                                                       {Owner::backup, "backup"},
                                                       {Owner::storage, "storage"},
                                                       {Owner::identity, "identity"},
                                                       {Owner::security, "security"}}};

// A part of a contact that a check rests on; several checks share one connection.
enum class ContactPart { connect, tds, tls, http, all };

// Which items of Report::evidence a result rests on, by index. Each item belongs to one result.
struct EvidenceRefs {
  std::vector<std::size_t> questions{};
  std::vector<std::size_t> lookups{};
  std::vector<std::pair<std::size_t, ContactPart>> contacts{};
};

using Facts = std::vector<std::pair<std::string, std::string>>;

// What one check says of one target.
struct Result {
  std::string id{};  // KIND/TARGET[@VIEW or @ADDRESS]
  std::string kind{};
  std::string target{};   // name, zone, host:port, vault
  std::string view{};     // or ""
  std::string address{};  // or ""
  std::string subject{};  // Target::name it belongs to, or "" (zones, vaults): joins it to the scope
  Status status = Status::unknown;
  std::string message{};  // one sentence
  std::string because{};  // skip: the check that did not pass; "" otherwise
  Facts facts{};          // what a table shows: "addresses", "status", "issuer", …
  EvidenceRefs evidence{};
  Millis started{};
  Millis duration{};
};

struct Remedy {
  std::string as{};    // az, windows-dns, bind, unbound, dnsmasq, hosts, text
  std::string text{};  // can be pasted
};

// A cause that explains results.
struct Finding {
  std::string code{};
  std::string subject{};  // the one thing to mend
  Severity severity = Severity::error;
  bool suppressed = false;
  std::vector<std::string> targets{};
  std::vector<std::string> views{};
  Owner owner = Owner::dns;
  std::string title{};
  std::string because{};
  std::vector<std::string> could_be{};
  std::vector<std::string> explains{};  // check ids
  std::vector<Remedy> remedies{};
};

// One of the runs that a merged report was made of.
struct MergedRun {
  std::string label{};  // what the fact "run" of its results says
  std::string id{};
  std::string host{};
  std::string plan{};
  UtcTime started{};
  Verdict verdict = Verdict::undecided;
};

struct RunFacts {
  std::string id{};
  UtcTime started{};
  Millis duration{};
  bool complete = true;  // false: interrupted, or the deadline passed
  std::string incomplete_because{};
  int attempts = 1;                 // --retry-for
  std::vector<MergedRun> merged{};  // empty: this is one run, and not several put together
};

// Options that change what the results mean, kept so that `judge` applies the same.
struct Judgement {
  Severity fail_on = Severity::error;
  std::vector<std::string> suppress{};  // CODE or CODE=SUBJECT
  std::vector<std::string> only{};
  std::vector<std::string> skip{};
};

struct Summary {
  std::size_t pass = 0, warn = 0, fail = 0, skip = 0, unknown = 0;
  std::size_t all() const { return pass + warn + fail + skip + unknown; }
  friend bool operator==(const Summary&, const Summary&) = default;
};

struct Report {
  std::string tool_version{};
  RunFacts run{};
  Plan plan{};
  Judgement judgement{};
  Evidence evidence{};
  Verdict verdict = Verdict::undecided;
  std::vector<std::string> not_proved{};  // check ids
  Summary summary{};
  std::vector<Finding> findings{};
  std::vector<Result> checks{};
};

template <Is<Remedy> T, class F>
void visit_fields(T& s, F&& f) {
  f("as", s.as), f("text", s.text);
}
template <Is<Finding> T, class F>
void visit_fields(T& s, F&& f) {
  f("code", s.code), f("subject", s.subject), f("severity", s.severity);
  f("suppressed", s.suppressed), f("targets", s.targets), f("views", s.views);
  f("owner", s.owner), f("title", s.title), f("because", s.because), f("could_be", s.could_be);
  f("explains", s.explains), f("remedies", s.remedies);
}
template <Is<Judgement> T, class F>
void visit_fields(T& s, F&& f) {
  f("fail_on", s.fail_on), f("suppress", s.suppress), f("only", s.only), f("skip", s.skip);
}
template <Is<Summary> T, class F>
void visit_fields(T& s, F&& f) {
  f("pass", s.pass), f("warn", s.warn), f("fail", s.fail), f("skip", s.skip);
  f("unknown", s.unknown);
}

}  // namespace vnetprobe
