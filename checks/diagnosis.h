// The desk at which rules work: the case, the results, the findings made so far, and which faults
// are already explained. Rules come most specific first; what one has claimed, the next one leaves.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

class Diagnosis {
 public:
  Diagnosis(const Case& run, const std::vector<Result>& results);

  const Case& run() const { return run_; }
  const std::vector<Result>& results() const { return results_; }
  std::vector<Finding>& findings() { return findings_; }

  // A target's name in a required view is wrong, and no finding explains it yet.
  bool is_open(std::size_t target, std::size_t view) const;

  // The finding of this code and subject, made when it is not there yet. One cause, one finding.
  Finding& finding(std::string_view code, std::string_view subject);
  // This finding explains that target's name in that view.
  void cover(Finding& finding, std::size_t target, std::size_t view);
  // It explains a check that failed or, for a finding that is less than an error, warned; by id.
  void explain(Finding& finding, const std::string& check_id) const;
  void add_target(Finding& finding, std::string_view target) const;
  void add_view(Finding& finding, std::string_view view) const;

  // Direct views first, then `system`: most of what is wrong there is wrong at a server behind it.
  std::vector<std::size_t> direct_views() const;
  std::vector<std::size_t> all_views() const;

  bool has_failed(const std::string& check_id) const;
  // Findings that cover this target in this view, by index.
  std::vector<std::size_t> covering(std::size_t target, std::size_t view) const;

 private:
  struct Cover {
    std::size_t finding = 0, target = 0, view = 0;
  };
  const Case& run_;
  const std::vector<Result>& results_;
  std::vector<Finding> findings_{};
  std::vector<Cover> covers_{};
  std::vector<bool> claimed_{};
  std::unordered_set<std::string> failed_{};
  std::unordered_set<std::string> warned_{};
};

}  // namespace vnetprobe
