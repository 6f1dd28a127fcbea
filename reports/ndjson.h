// The lines of the ndjson format one by one, for whoever prints them as they happen. The members are those
// of report.schema.json; a line is a JSON object with "event": "run", "check", "finding" or "verdict".
#pragma once

#include <string>

#include "probe/model/report.h"

namespace vnetprobe {

// First: of the report it reads what is known before the first check.
std::string ndjson_run(const Report& report);
// Without its evidence, which is in the JSON report.
std::string ndjson_check(const Result& check);
std::string ndjson_finding(const Finding& finding);
// Last.
std::string ndjson_verdict(const Report& report);

}  // namespace vnetprobe
