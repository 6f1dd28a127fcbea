// Looks up one check of a report; a check that is not there fails the test by an exception.
#pragma once

#include <stdexcept>
#include <string>

#include "probe/model/report.h"

namespace vnetprobe {

// The first check whose id begins so: "dns.private/mystorage01.blob.core.windows.net@dc1", or a kind.
inline const Result& check_of(const Report& report, const std::string& id) {
  for (const Result& each : report.checks)
    if (each.id.starts_with(id)) return each;
  throw std::out_of_range("no check " + id);
}

inline std::string status_of(const Report& report, const std::string& id) {
  return std::string(to_string(check_of(report, id).status));
}

}  // namespace vnetprobe
