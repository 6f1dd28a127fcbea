// What this machine's credentials are worth: where a token was asked, what the service said to it,
// and the same of a SAS. Shared by the judge and the rule.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

// One check of identity.token: the place that gives tokens, or a service that a credential must open.
struct Credential {
  std::string name{};     // identity.token/NAME: the host, or HOST/CONTAINER for a SAS
  std::string host{};     // subject of a finding
  std::string subject{};  // Target::name, "" for the place
  Status status = Status::unknown;
  std::string message{};
  std::string because{};  // of a skip
  Facts facts{};
  std::vector<std::size_t> contacts{};
};

std::vector<Credential> credentials(const Case& run);

// The answer to a request with a token at this address, where there was one.
const Http* answer_to_token(const Case& run, std::size_t target, const IpAddress& address);

}  // namespace vnetprobe
