// What changed between two runs: findings, checks, and what the names led to. Pure.
//
// A cache that counts a TTL down, public addresses that rotate, and the time that things took are no
// changes. "Worse" is a new finding that counts, a check that proves less than it did, or a verdict
// further from `pass`; that something vanished is told, and is not worse by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probe/model/report.h"
#include "reports/formats.h"

namespace vnetprobe {

// One of the two runs, as far as a reader needs it to know which it was.
struct DiffSide {
  std::string run{};
  std::string host{};
  std::string plan{};
  UtcTime started{};
  Verdict verdict = Verdict::undecided;
  friend bool operator==(const DiffSide&, const DiffSide&) = default;
};

// A finding as one run had it; nullopt in a change where that run had none.
struct FindingState {
  Severity severity = Severity::error;
  bool suppressed = false;
  std::vector<std::string> targets{};  // sorted
  std::vector<std::string> views{};    // sorted
  friend bool operator==(const FindingState&, const FindingState&) = default;
};

struct FindingChange {
  std::string code{};
  std::string subject{};
  std::string title{};
  std::string because{};  // of the newer run that has it
  std::optional<FindingState> before{};
  std::optional<FindingState> after{};
  bool worse = false;
};

struct CheckChange {
  std::string id{};
  std::string kind{};
  std::string message{};  // of the newer run that has it
  std::optional<Status> before{};
  std::optional<Status> after{};
  bool worse = false;
};

// How long the record that carries the address may be kept (azure-facts 4.5: a zone group writes 10 s).
enum class TtlClass { none, seconds, minutes, hours };
template <>
inline constexpr NameTable<TtlClass, 4> kNames<TtlClass> = {{{TtlClass::none, "none"},
                                                             {TtlClass::seconds, "at most 10 s"},
                                                             {TtlClass::minutes, "up to an hour"},
                                                             {TtlClass::hours, "over an hour"}}};

TtlClass ttl_class(std::uint32_t seconds);

// What a name led to in one run.
struct NameAnswer {
  std::string ending{};                  // "addresses", "NXDOMAIN", "silent", …
  std::vector<std::string> addresses{};  // "public" stands for any number of public ones
  std::vector<std::string> chain{};      // the names behind the asked one
  TtlClass ttl = TtlClass::none;
  bool authoritative = false;  // only then is the TTL the record's own
};

struct NameChange {
  std::string view{};
  std::string name{};
  std::string type{};  // "A", "AAAA", or "" where the operating system was asked
  std::optional<NameAnswer> before{};
  std::optional<NameAnswer> after{};
  std::vector<std::string>
      moved{};  // of "answer", "addresses", "chain", "ttl"; empty where one side was not asked
};

struct Diff {
  DiffSide before{};
  DiffSide after{};
  bool plan_changed = false;
  bool worse = false;
  std::vector<FindingChange> findings{};  // worse ones first
  std::vector<CheckChange> checks{};      // worse ones first
  std::vector<NameChange> names{};
  std::size_t same_findings = 0;
  std::size_t same_checks = 0;
};

Diff compare(const Report& before, const Report& after);

// Nothing appeared, vanished or changed.
bool is_empty(const Diff& diff);

// A sentence each, for a page that shows what changed since the run before. TTLs are left out.
std::vector<std::string> changes_in_words(const Diff& diff);

std::string render_diff_human(const Diff& diff, const RenderOptions& options);
std::string render_diff_json(const Diff& diff);

}  // namespace vnetprobe
