// What a sweep says of one name through one view: a line of its output (contract section 1).
#pragma once

#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/report.h"

namespace vnetprobe {

struct SweepRow {
  std::string name{};  // as connected: lower case, Backup names in their privatelink form
  std::string view{};
  Status status = Status::unknown;
  std::string rcode{};               // "NOERROR", "NXDOMAIN", …; "" where no answer came
  std::vector<std::string> chain{};  // the names behind the asked one, in order
  std::vector<IpAddress> addresses{};
  std::string finding{};  // code of the finding that covers it, "" for none
};

// A finding of the sweep, and how many names it covers.
struct SweepFinding {
  std::string code{};
  std::string subject{};
  std::string title{};
  Severity severity = Severity::error;
  std::string because{};               // of the first name
  std::vector<std::string> targets{};  // the first few names
  std::size_t names = 0;
};

}  // namespace vnetprobe
