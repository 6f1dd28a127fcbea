// Builds a Report bit by bit, as a run would: evidence and the check that rests on it together.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// A target as the tests speak of it.
struct SampleTarget {
  std::string name{};
  std::string zone{};
  std::string label{};
  std::string service = "blob";
};

class SampleRun {
 public:
  // A plan of this name with these views; "azure?" is a reference, "system" has no address.
  SampleRun(const std::string& name, const std::vector<std::string>& views);

  // dns.private: addresses "10.1.2.4" or "10.1.2.4,fd00::4", or a word: NXDOMAIN, silent.
  Result& name_check(const SampleTarget& target, const std::string& view, Status status,
                     const std::string& answer);
  Result& zone_check(const std::string& zone, const std::string& view, Status status);
  // net.connect, tls.handshake and service.answer over one connection; those after `broken` are skipped.
  void path(const SampleTarget& target, const std::string& address, const std::string& broken = "");
  Result& public_refused(const SampleTarget& target, const std::string& address, Status status);
  Result& denied(const std::string& host, Status status);
  Result& sign_in(const std::string& host, Status status);
  Result& other(const std::string& kind, const std::string& target, Status status,
                const std::string& message);
  // Through every view of the plan, right; then the path.
  void healthy(const SampleTarget& target, const std::string& address);
  // A question that no check rests on.
  void control(const std::string& view);
  // Stays valid for eight findings; a Result& only until the next check.
  Finding& finding(const std::string& code, const std::string& subject, Severity severity);

  // Counts, and gives the verdict that follows from findings and counts.
  Report finish();

  Report report{};

 private:
  Result& check(const std::string& kind, const std::string& target, Status status,
                const std::string& message);
  Millis tick();
};

}  // namespace vnetprobe
