// A company for tests of words: one resource of each kind, a DNS server of its own called dc1, Azure
// DNS as a reference and the host's own view. Answers are added by hand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

inline constexpr std::string_view kBlobHost = "contosodata.blob.core.windows.net";
inline constexpr std::string_view kBlobPrivateHost = "contosodata.privatelink.blob.core.windows.net";
inline constexpr std::string_view kBlobZone = "privatelink.blob.core.windows.net";
inline constexpr std::string_view kBackupHost =
    "1132794570626989392-ab-pod01-rec2.privatelink.we.backup.windowsazure.com";

IpAddress ip(std::string_view text);

struct Company {
  Plan plan{};
  Evidence evidence{};
  std::vector<Finding> findings{};

  Company();

  // An answer to a question for a target; no addresses means NXDOMAIN.
  void answer(std::string_view view, std::string_view target, const std::vector<std::string>& addresses,
              std::string_view alias = {});
  // The zone's SOA through this view, by this primary server.
  void serve(std::string_view view, std::string_view zone, std::string_view mname);
  Finding& find(std::string_view code, std::string_view subject, std::vector<std::string> targets,
                std::vector<std::string> views);

  Report report() const;
  // Remedies of a finding, judged over what was added so far.
  std::vector<Remedy> remedies(const Finding& finding) const;
};

// The text of one dialect, "" where there is none.
std::string text_as(const std::vector<Remedy>& remedies, std::string_view as);

}  // namespace vnetprobe
