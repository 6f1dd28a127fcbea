// A sweep as text: a line a name for programs, counts and findings for people.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "probe/model/sweep.h"
#include "reports/formats.h"

namespace vnetprobe {

// {"name":…,"view":…,"status":…,"rcode":…,"chain":[…],"addresses":[…],"finding":…} and a line feed;
// null where there is no rcode or finding.
void append_ndjson(std::string& out, const SweepRow& row);

// The same columns as RFC 4180 has them, lists with spaces between. A spreadsheet takes nothing in
// them for a formula.
void append_csv(std::string& out, const SweepRow& row);
std::string csv_head();

// What is kept of rows that are gone.
class SweepTally {
 public:
  void add(const std::vector<SweepRow>& rows, const std::vector<Finding>& findings);

  std::uint64_t names() const { return names_; }
  std::uint64_t rows_of(Status status) const;
  bool has_error() const;  // a finding of severity error, or a name that failed

  // Sorted by severity, then by how many names it covers.
  std::vector<SweepFinding> findings() const;
  const std::map<std::pair<std::string, std::string>, std::uint64_t>& answers() const { return answers_; }

 private:
  std::uint64_t names_ = 0;
  std::map<Status, std::uint64_t> statuses_{};
  std::map<std::pair<std::string, std::string>, std::uint64_t> answers_{};  // view, rcode
  std::map<std::pair<std::string, std::string>, SweepFinding> findings_{};  // code, subject
};

std::string render_sweep(const SweepTally& tally, Millis duration, const RenderOptions& options);

}  // namespace vnetprobe
